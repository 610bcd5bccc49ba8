namespace Endpoints.RestartHost;

/// <summary>Writes each message down, and sends it back when it is written: that is its acknowledgment.</summary>
[WebSocketEndpoint("/journal")]
public sealed class JournalEndpoint(JournalFile journal)
{
    [OnText]
    public async Task<ReadOnlyMemory<byte>> WriteAsync(ReadOnlyMemory<byte> utf8)
    {
        await journal.AppendAsync(utf8);
        return utf8;
    }
}
