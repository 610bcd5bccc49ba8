using System.Buffers;
using Endpoints.Routing;

namespace Endpoints.Dispatch;

/// <summary>
/// The path of a request target as matchers take it, percent-decoded: where it stands if there is nothing to decode, else in memory of the
/// caller, or in a pooled array where that is too small.
/// </summary>
internal readonly ref struct DecodedPath
{
    /// <summary>What callers lend from their stacks, in bytes.</summary>
    public const int StackSize = 1024;

    private readonly byte[]? _rented;

    /// <param name="target">The target in origin form.</param>
    /// <param name="memory">For a path that has to be decoded; it must outlive this.</param>
    public DecodedPath(ReadOnlySpan<byte> target, Span<byte> memory)
    {
        Bytes = RequestPath.Of(target);
        if (!RequestPath.NeedsDecoding(Bytes))
        {
            return;
        }

        if (Bytes.Length > memory.Length)
        {
            memory = _rented = ArrayPool<byte>.Shared.Rent(Bytes.Length);
        }

        IsMalformed = !RequestPath.TryDecode(target, memory, out var written);
        Bytes = IsMalformed ? default : memory[..written];
    }

    /// <summary>Whether it cannot be decoded.</summary>
    public bool IsMalformed { get; }

    public ReadOnlySpan<byte> Bytes { get; }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }
    }
}
