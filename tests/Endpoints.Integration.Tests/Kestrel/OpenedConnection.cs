using System.Buffers;
using System.IO.Pipelines;
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
    public string Answer => _toClient.Reader.TryRead(out var result) ? System.Text.Encoding.ASCII.GetString(result.Buffer) : "";

    /// <summary>Reads what a server behind the door gets, as far as it gets anything without waiting.</summary>
    public static byte[] ReadAtOnce(ConnectionContext connection, out bool isAtOnce)
    {
        var read = connection.Transport.Input.ReadAsync();
        isAtOnce = read.IsCompletedSuccessfully;
        if (!isAtOnce)
        {
            return [];
        }

        var bytes = read.Result.Buffer.ToArray();
        connection.Transport.Input.AdvanceTo(read.Result.Buffer.End);
        return bytes;
    }

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
