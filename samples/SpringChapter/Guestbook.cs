using System.Collections.Concurrent;

namespace SpringChapter;

/// <summary>The last lines that visitors have left. Safe to use from any thread.</summary>
public sealed class Guestbook
{
    private const int MaxLines = 100;

    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>The lines, oldest first.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>Keeps a line, and forgets the oldest one past the limit.</summary>
    public ValueTask StoreAsync(string line)
    {
        _lines.Enqueue(line);
        while (_lines.Count > MaxLines)
        {
            _lines.TryDequeue(out _);
        }

        return ValueTask.CompletedTask;
    }
}
