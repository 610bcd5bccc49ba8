using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;

namespace Endpoints.Connections;

/// <summary>
/// One message for many sessions: what can be done once for all of them is done once. It is compressed for each window that was agreed on, not
/// for each session, and a large one is in one array for all. Of the thread that sends it.
/// </summary>
internal ref struct Broadcast
{
    private const int Windows = DeflateParameters.LargestWindowBits - DeflateParameters.SmallestWindowBits + 1;

    private CompressedForms _compressed;
    private SharedFrame? _shared;

    /// <param name="opcode">Text or binary.</param>
    /// <param name="payload">The message.</param>
    /// <param name="key">What makes it the later form of another one; <see langword="null"/> for nothing.</param>
    public Broadcast(Opcode opcode, ReadOnlySpan<byte> payload, MessageKey? key = null)
    {
        Key = key;
        Opcode = opcode;
        Payload = payload;
    }

    public Opcode Opcode { get; }

    public ReadOnlySpan<byte> Payload { get; }

    public MessageKey? Key { get; }

    /// <summary>The compressed message for sessions that send as this one does; false where it is sent as it is.</summary>
    /// <param name="deflater">One that takes no context over, of any such session. Used once for each window, under the session's lock.</param>
    /// <param name="compressed">What is sent with RSV1.</param>
    [UnscopedRef]
    public bool TryDeflate(MessageDeflater deflater, out ReadOnlySpan<byte> compressed)
    {
        ref var form = ref _compressed[deflater.WindowBits - DeflateParameters.SmallestWindowBits];
        if (!form.IsKnown)
        {
            form.IsKnown = true;
            form.IsWorthIt = deflater.TryDeflate(Payload, ref form.Payload);
        }

        compressed = form.Payload.Written;
        return form.IsWorthIt;
    }

    /// <summary>The whole frame, for transports that send from arrays of a pool; <see langword="null"/> for those of another one than the first's.</summary>
    /// <param name="pool">The pool.</param>
    public SharedFrame? Share(ArrayPool<byte> pool)
    {
        _shared ??= new SharedFrame(Opcode, Payload, pool);
        return _shared.Pool == pool ? _shared : null;
    }

    /// <summary>No further session gets it.</summary>
    public void Dispose()
    {
        _shared?.Return();
        _shared = null;
        for (var i = 0; i < Windows; i++)
        {
            _compressed[i].Payload.Release();
        }
    }

    private struct CompressedForm
    {
        public bool IsKnown;
        public bool IsWorthIt;
        public MessageBuffer Payload;
    }

    [InlineArray(Windows)]
    private struct CompressedForms
    {
        private CompressedForm _first;
    }
}
