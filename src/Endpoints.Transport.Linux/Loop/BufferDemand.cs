namespace Endpoints.Transport.Linux.Loop;

/// <summary>
/// How many receive buffers a loop should have: twice as many whenever they ran out, and fewer again, one at a time, when they have not for a
/// long time. Of the loop's thread only.
/// </summary>
/// <param name="least">Buffers that are kept in any case.</param>
internal sealed class BufferDemand(int least)
{
    /// <summary>Receives without a shortage after which one buffer is given up.</summary>
    private const int Calm = 4096;

    private int _calm;

    /// <summary>The kernel found no buffer.</summary>
    public void RanOut() => _calm = -Calm * 16;

    /// <summary>A buffer was used.</summary>
    /// <param name="count">Buffers that there are.</param>
    /// <returns>Whether it is to be used again.</returns>
    public bool Used(int count)
    {
        if (count <= least || ++_calm < Calm)
        {
            return true;
        }

        _calm = 0;
        return false;
    }
}
