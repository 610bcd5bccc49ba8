namespace Endpoints.Diagnostics;

/// <summary>
/// Messages and payload bytes of one route, counted where they pass: each thread adds to a cell that no other thread writes to, so that
/// counting is neither a lock nor a cache line that cores fight for. Read by whoever collects metrics. Safe to use from any thread.
/// </summary>
internal sealed class TrafficCells
{
    /// <summary>Threads that have cells of their own; their numbers are small, for those of threads that have ended are given again.</summary>
    private const int MostOwned = 256;

    // A cell is the middle of an array of three cache lines, so that it shares its line with nothing.
    private const int CellSize = 24;
    private const int ReceivedMessages = 8;
    private const int ReceivedBytes = 9;
    private const int SentMessages = 10;
    private const int SentBytes = 11;

    private readonly long[]?[] _own = new long[MostOwned][];
    private readonly long[] _shared = new long[CellSize];

    public Traffic Received => new(Sum(ReceivedMessages), Sum(ReceivedBytes));

    public Traffic Sent => new(Sum(SentMessages), Sum(SentBytes));

    public void AddReceived(int messages, long bytes) => Add(ReceivedMessages, messages, bytes);

    public void AddSent(int messages, long bytes) => Add(SentMessages, messages, bytes);

    private void Add(int column, int messages, long bytes)
    {
        var thread = Environment.CurrentManagedThreadId;
        var cells = _own;
        if ((uint)thread < (uint)cells.Length)
        {
            var cell = cells[thread] ?? (cells[thread] = new long[CellSize]);
            cell[column] += messages;
            cell[column + 1] += bytes;
        }
        else
        {
            Interlocked.Add(ref _shared[column], messages);
            Interlocked.Add(ref _shared[column + 1], bytes);
        }
    }

    private long Sum(int column)
    {
        var sum = Volatile.Read(ref _shared[column]);
        foreach (var cell in _own)
        {
            if (cell is not null)
            {
                sum += Volatile.Read(ref cell[column]);
            }
        }

        return sum;
    }
}
