using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Channels;
using Endpoints.Transport.Linux.Kestrel.Connections;
using Endpoints.Transport.Linux.Loop;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Endpoints.Transport.Linux.Kestrel.Listening;

/// <summary>Makes connections of what a loop accepts. Of its loop's thread only.</summary>
internal sealed class LoopAcceptor
{
    private readonly EventLoop _loop;
    private readonly MemoryPool<byte> _memory;
    private readonly PipeOptions _input;
    private readonly PipeOptions _output;
    private readonly ChannelWriter<ConnectionContext> _accepted;
    private readonly ILogger _logger;

    public LoopAcceptor(
        EventLoop loop, LinuxTransportOptions options, MemoryPool<byte> memory, ChannelWriter<ConnectionContext> accepted, ILogger logger)
    {
        (_loop, _memory, _accepted, _logger) = (loop, memory, accepted, logger);

        // Each end of a pipe resumes where it belongs: the application on the thread pool, the transport on its loop.
        var scheduler = new LoopScheduler(loop);
        _input = CreateOptions(memory, PipeScheduler.ThreadPool, scheduler, options.MaxReadBufferSize);
        _output = CreateOptions(memory, scheduler, PipeScheduler.ThreadPool, options.MaxWriteBufferSize);
    }

    public void Accept(int handle)
    {
        var connection = new LoopConnection(_loop, _memory, _input, _output, _logger);
        connection.Start(handle);
        if (!_accepted.TryWrite(connection))
        {
            // The end point was unbound in this moment.
            connection.Abort();
        }
    }

    private static PipeOptions CreateOptions(MemoryPool<byte> memory, PipeScheduler reader, PipeScheduler writer, long? limit) =>
        new(memory, reader, writer, limit ?? 0, (limit ?? 0) / 2, useSynchronizationContext: false);
}
