namespace Endpoints.Protocol.Deflate;

/// <summary>
/// Contexts between two messages, for sessions that keep none. How many are in use is not bounded here; how many lie idle is.
/// Safe to use from any thread.
/// </summary>
/// <param name="codec">Creates what is not there.</param>
/// <param name="capacity">Most idle contexts of a kind and window.</param>
internal sealed class DeflateContextPool(DeflateCodec codec, int capacity)
{
    private readonly Lock _gate = new();
    private readonly Stack<Deflater>?[] _deflaters = new Stack<Deflater>?[DeflateParameters.LargestWindowBits + 1];
    private readonly Stack<Inflater>?[] _inflaters = new Stack<Inflater>?[DeflateParameters.LargestWindowBits + 1];

    /// <summary>The smallest window that can be compressed with.</summary>
    public int MinDeflateWindowBits => codec.MinWindowBits;

    public Deflater RentDeflater(int windowBits) => Take(_deflaters, windowBits) ?? codec.CreateDeflater(windowBits);

    public Inflater RentInflater(int windowBits) => Take(_inflaters, windowBits) ?? codec.CreateInflater(windowBits);

    /// <summary>Takes back a context that was told to forget with its last message.</summary>
    public void Return(Deflater deflater) => Put(_deflaters, deflater.WindowBits, deflater);

    /// <summary>Takes back a context, in whatever state it is.</summary>
    public void Return(Inflater inflater)
    {
        inflater.Reset();
        Put(_inflaters, inflater.WindowBits, inflater);
    }

    private T? Take<T>(Stack<T>?[] idle, int windowBits)
        where T : class
    {
        lock (_gate)
        {
            return idle[windowBits] is { Count: > 0 } stack ? stack.Pop() : null;
        }
    }

    private void Put<T>(Stack<T>?[] idle, int windowBits, T context)
        where T : class, IDisposable
    {
        lock (_gate)
        {
            Stack<T> stack = idle[windowBits] ??= new Stack<T>(capacity);
            if (stack.Count < capacity)
            {
                stack.Push(context);
                return;
            }
        }

        context.Dispose();
    }
}
