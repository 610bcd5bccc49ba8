using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;

namespace Endpoints.Integration.Tests.Kestrel;

/// <summary>A connection in memory on which each write of the peer has been dealt with when it returns.</summary>
internal sealed class OpenedConnection
{
    private static readonly PipeOptions Inline = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false);

    private readonly Pipe _toServer = new(Inline);
    private readonly Pipe _toClient = new(Inline);

    public OpenedConnection() => Context = new DefaultConnectionContext("1")
    {
        Transport = new DuplexPipe(_toServer.Reader, _toClient.Writer),
    };

    public DefaultConnectionContext Context { get; }

    public PipeWriter Peer => _toServer.Writer;

    /// <summary>What the server has sent so far.</summary>
    public string Answer => _toClient.Reader.TryRead(out var result) ? Encoding.ASCII.GetString(result.Buffer) : "";

    /// <summary>Reads what a server behind the door gets, as far as it gets anything without waiting.</summary>
    public static byte[] ReadAtOnce(ConnectionContext connection, out bool isAtOnce)
    {
        // As Kestrel's parser reads, and not TryRead, which may be content with less.
        var reading = connection.Transport.Input.ReadAsync().AsTask();
        isAtOnce = reading.IsCompletedSuccessfully;
        if (!isAtOnce)
        {
            return [];
        }

        var result = reading.GetAwaiter().GetResult();
        var bytes = result.Buffer.ToArray();
        connection.Transport.Input.AdvanceTo(result.Buffer.End);
        return bytes;
    }

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
