using Endpoints.Transport.Linux.Native;

namespace Endpoints.Transport.Linux.Rings;

/// <summary>
/// One <c>io_uring(7)</c> by raw system calls: the two rings that are shared with the kernel. Only the thread that opened it may use it,
/// which is also what the kernel is told (<c>IORING_SETUP_SINGLE_ISSUER</c>).
/// </summary>
internal sealed unsafe class IoUring : IDisposable
{
    private const int SetupCall = 425;
    private const int EnterCall = 426;
    private const int RegisterCall = 427;

    private const uint SetupCqSize = 1 << 3;
    private const uint SetupCoopTaskrun = 1 << 8;
    private const uint SetupSingleIssuer = 1 << 12;
    private const uint SetupDeferTaskrun = 1 << 13;

    private const uint EnterGetEvents = 1 << 0;
    private const uint EnterExtendedArgument = 1 << 3;
    private const uint FeatureSingleMap = 1 << 0;
    private const uint FeatureNoDrop = 1 << 1;
    private const uint FeatureExtendedArgument = 1 << 8;
    private const uint RequiredFeatures = FeatureSingleMap | FeatureNoDrop | FeatureExtendedArgument;

    private const nint SubmissionsOffset = 0x10000000;
    private const int ReadWrite = 3;
    private const int SharedPopulate = 0x8001;

    // From what costs least to what any kernel of 6.0 or later takes. Deferred task work is what makes one enter a turn enough.
    private static readonly uint[] Setups =
    [
        SetupCqSize | SetupCoopTaskrun | SetupSingleIssuer | SetupDeferTaskrun,
        SetupCqSize | SetupSingleIssuer | SetupDeferTaskrun,
        SetupCqSize | SetupCoopTaskrun,
        SetupCqSize,
    ];

    private readonly int _handle;
    private readonly byte* _rings;
    private readonly nint _ringsLength;
    private readonly nint _submissionsLength;
    private readonly Submission* _submissions;
    private readonly Completion* _completions;
    private readonly uint* _submissionHead;
    private readonly uint* _submissionTail;
    private readonly uint _submissionCount;
    private readonly uint* _completionHead;
    private readonly uint* _completionTail;
    private readonly uint _completionMask;

    // Where the next submission goes; the kernel's own head says how far it has come.
    private uint _prepared;
    private bool _isDisposed;

    private IoUring(int handle, byte* parameters)
    {
        _handle = handle;
        _submissionCount = *(uint*)parameters;
        var completionCount = *(uint*)(parameters + 4);
        var submission = (uint*)(parameters + 40);
        var completion = (uint*)(parameters + 80);
        _ringsLength = (nint)Math.Max(submission[6] + (_submissionCount * sizeof(uint)), completion[5] + (completionCount * sizeof(Completion)));
        _submissionsLength = (nint)_submissionCount * sizeof(Submission);
        _rings = Map(_ringsLength, 0);
        _submissions = (Submission*)Map(_submissionsLength, SubmissionsOffset);
        _submissionHead = (uint*)(_rings + submission[0]);
        _submissionTail = (uint*)(_rings + submission[1]);
        _completionHead = (uint*)(_rings + completion[0]);
        _completionTail = (uint*)(_rings + completion[1]);
        _completionMask = *(uint*)(_rings + completion[2]);
        _completions = (Completion*)(_rings + completion[5]);
        var indexes = (uint*)(_rings + submission[6]);
        for (uint i = 0; i < _submissionCount; i++)
        {
            indexes[i] = i;
        }

        _prepared = *_submissionTail;
    }

    /// <summary>Opens a ring with the cheapest settings that this kernel takes.</summary>
    /// <param name="submissions">Submissions that may be prepared between two enters; a power of two.</param>
    /// <param name="completions">Completions that wait at most before the kernel keeps them apart.</param>
    /// <exception cref="IOException">The kernel refuses, or is too old.</exception>
    public static IoUring Open(uint submissions, uint completions)
    {
        const int ParametersSize = 120;
        var parameters = stackalloc byte[ParametersSize];
        var errno = 0;
        foreach (var flags in Setups)
        {
            new Span<byte>(parameters, ParametersSize).Clear();
            *(uint*)(parameters + 4) = completions;
            *(uint*)(parameters + 8) = flags;
            var handle = (int)LibC.SystemCall(SetupCall, (nint)submissions, (nint)parameters, 0, 0, 0, 0);
            if (handle < 0)
            {
                errno = Errno.Last;
                continue;
            }

            if ((*(uint*)(parameters + 20) & RequiredFeatures) != RequiredFeatures)
            {
                LibC.Close(handle);
                throw new IOException("This kernel's io_uring is too old: it lacks timed waits or bounded completions (5.11).");
            }

            return new IoUring(handle, parameters);
        }

        throw Errno.ToException(errno, "io_uring_setup");
    }

    /// <summary>The next submission to fill, cleared; what was prepared goes to the kernel first when there is no room.</summary>
    public Submission* Prepare()
    {
        while (_prepared - Volatile.Read(ref *_submissionHead) >= _submissionCount)
        {
            Enter(0, null);
        }

        var submission = _submissions + (_prepared & (_submissionCount - 1));
        *submission = default;
        _prepared++;
        return submission;
    }

    /// <summary>Hands over what was prepared, and waits until there is a completion or the time is up.</summary>
    /// <param name="timeout">Milliseconds; 0 for not waiting, -1 for no limit.</param>
    public void SubmitAndWait(int timeout)
    {
        if (timeout == 0 || HasCompletions)
        {
            Enter(0, null);
        }
        else if (timeout < 0)
        {
            Enter(1, null);
        }
        else
        {
            var time = stackalloc long[2] { timeout / 1000, timeout % 1000 * 1_000_000L };
            Enter(1, time);
        }
    }

    /// <summary>Whether the kernel has put completions there.</summary>
    public bool HasCompletions => *_completionHead != Volatile.Read(ref *_completionTail);

    /// <summary>Takes the next completion.</summary>
    public bool TryTake(out Completion completion)
    {
        var head = *_completionHead;
        if (head == Volatile.Read(ref *_completionTail))
        {
            completion = default;
            return false;
        }

        completion = _completions[head & _completionMask];
        Volatile.Write(ref *_completionHead, head + 1);
        return true;
    }

    /// <summary><c>io_uring_register(2)</c>.</summary>
    /// <returns>What it returned; negative for the negated error number.</returns>
    public int Register(int operation, void* argument, int count)
    {
        var result = LibC.SystemCall(RegisterCall, _handle, operation, (nint)argument, count, 0, 0);
        return result < 0 ? -Errno.Last : (int)result;
    }

    /// <summary>Closes the ring; the kernel cancels what is still armed, and may do so a moment later.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        LibC.Unmap(_submissions, _submissionsLength);
        LibC.Unmap(_rings, _ringsLength);
        LibC.Close(_handle);
    }

    private byte* Map(nint length, nint offset)
    {
        var address = LibC.Map(null, length, ReadWrite, SharedPopulate, _handle, offset);
        return (nint)address == -1 ? throw Errno.ToException(Errno.Last, "mmap of an io_uring") : (byte*)address;
    }

    private void Enter(uint wait, long* timeout)
    {
        Volatile.Write(ref *_submissionTail, _prepared);

        // sigmask, its size, and the time (struct io_uring_getevents_arg).
        var argument = stackalloc ulong[3] { 0, 0, (ulong)timeout };
        var flags = EnterGetEvents | (timeout is null ? 0 : EnterExtendedArgument);
        var result = LibC.SystemCall(
            EnterCall,
            _handle,
            (nint)(_prepared - Volatile.Read(ref *_submissionHead)),
            (nint)wait,
            (nint)flags,
            timeout is null ? 0 : (nint)argument,
            timeout is null ? 0 : 3 * sizeof(ulong));
        if (result >= 0)
        {
            return;
        }

        // The wait ran out, a signal came, or completions must be taken first: the next turn tries again with what is left.
        if (Errno.Last is not (Errno.TimerExpired or Errno.Interrupted or Errno.Again or Errno.Busy))
        {
            throw Errno.ToException(Errno.Last, "io_uring_enter");
        }
    }
}
