namespace Endpoints.RestartHost;

/// <summary>A file to whose end lines are written, by one process at a time. What was written before is kept.</summary>
public sealed class JournalFile(string path) : IAsyncDisposable
{
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 1, FileOptions.Asynchronous);
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Completes when the line is with the kernel, which keeps it whatever becomes of this process.</summary>
    public async Task AppendAsync(ReadOnlyMemory<byte> line)
    {
        await _one.WaitAsync();
        try
        {
            await _file.WriteAsync(line);
            await _file.WriteAsync("\n"u8.ToArray());
            await _file.FlushAsync();
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        _one.Dispose();
    }
}
