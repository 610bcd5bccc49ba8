using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Endpoints;

/// <summary>
/// Finds retained messages that nobody disposes: when the garbage collector takes one whose buffer was not given back, it tells where that was
/// retained. What it costs, a stack trace for each, is for developing only; where it is off, a retained message knows nothing of it.
/// Safe to use from any thread.
/// </summary>
internal sealed class LeakDetector
{
    /// <summary>The switch of <see cref="AppContext"/> that turns it on or off. Without it, it is on where a debugger is attached at the start.</summary>
    public const string SwitchName = "Endpoints.DetectLeakedMessages";

    /// <summary>The detector of all retained messages; <see langword="null"/> where it is off, which is decided once.</summary>
    public static readonly LeakDetector? ForProcess =
        (AppContext.TryGetSwitch(SwitchName, out var isOn) ? isOn : Debugger.IsAttached) ? new LeakDetector() : null;

    // Beside the messages, not in them: a message without a detector is no larger for it.
    private readonly ConditionalWeakTable<RetainedMessage, Watch> _watches = [];

    /// <summary>A message was lost: its payload's length in bytes, and where it was retained. Called on the thread pool; must not throw.</summary>
    public event Action<int, StackTrace>? Found;

    /// <summary>Begins to watch a message that was just retained, by whoever called.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Begin(RetainedMessage message, int length) =>
        _watches.Add(message, new Watch(this, length, new StackTrace(skipFrames: 1, fNeedFileInfo: true)));

    /// <summary>The message was disposed.</summary>
    public void End(RetainedMessage message)
    {
        if (_watches.TryGetValue(message, out var watch))
        {
            GC.SuppressFinalize(watch);
            _watches.Remove(message);
        }
    }

    /// <summary>Becomes unreachable together with the message that it watches.</summary>
    private sealed class Watch(LeakDetector detector, int length, StackTrace retained)
    {
        // What listens is not for the finalizer's thread: it may block, and the thread is needed by all others.
        ~Watch() => ThreadPool.UnsafeQueueUserWorkItem(static watch => watch.Tell(), this, preferLocal: false);

        private void Tell() => detector.Found?.Invoke(length, retained);
    }
}
