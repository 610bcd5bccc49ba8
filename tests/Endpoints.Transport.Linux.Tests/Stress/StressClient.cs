using System.Net;
using System.Net.Sockets;
using Endpoints.Protocol;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;

namespace Endpoints.Transport.Linux.Tests.Stress;

/// <summary>
/// Connections of one worker, one after the other, each with something else to do to the server. What comes back is compared with what was
/// sent: a byte of memory that somebody else has by now would show.
/// </summary>
internal sealed class StressClient(IPEndPoint address, int seed)
{
    private const int LongestHeader = 14;

    private static readonly string[] Echoes = ["/stress/inline", "/stress/async", "/stress/pool"];

    private readonly Random _random = new(seed);

    public long Connections { get; private set; }

    public long Messages { get; private set; }

    /// <summary>Does one thing, chosen at random.</summary>
    public Task StepAsync() => _random.Next(12) switch
    {
        0 or 1 or 2 => EchoAsync(),
        3 or 4 => PipelineAsync(),
        5 => ReadLateAsync(),
        6 => ListenAsync(),
        7 => ResetAsync(),
        8 => BeAbortedAsync(),
        9 => LeaveEarlyAsync(),
        10 => SendGarbageAsync(),
        _ => CloseFromBothSidesAsync(),
    };

    private async Task<Connection> OpenAsync(string path)
    {
        var connection = await ConnectAsync();
        try
        {
            await connection.Peer.OpenAsync(path);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        return connection;
    }

    private async Task<Connection> ConnectAsync()
    {
        Connections++;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (_random.Next(4) == 0)
        {
            socket.ReceiveBufferSize = 4096;
        }

        await socket.ConnectAsync(address);
        return new Connection(socket);
    }

    private string AnyEcho() => Echoes[_random.Next(Echoes.Length)];

    private byte[] AnyMessage()
    {
        var length = _random.Next(10) switch
        {
            < 5 => _random.Next(200),
            < 8 => _random.Next(20_000),
            8 => _random.Next(200_000),
            _ => _random.Next(StressLimits.Message),
        };
        var message = new byte[length];
        _random.NextBytes(message);
        return message;
    }

    private async Task EchoAsync()
    {
        await using var connection = await OpenAsync(AnyEcho());
        for (var left = _random.Next(1, 10); left > 0; left--)
        {
            var message = AnyMessage();
            var sending = SendInPiecesAsync(connection, FrameBuilder.Binary(message));
            await ExpectAsync(connection, message);
            await sending;
        }

        await CloseAsync(connection);
    }

    private async Task PipelineAsync()
    {
        await using var connection = await OpenAsync(AnyEcho());
        var messages = Enumerable.Range(0, _random.Next(1, 40)).Select(_ => AnyMessage()).ToArray();
        var sending = SendInPiecesAsync(connection, FrameBuilder.Concat([.. messages.Select(message => FrameBuilder.Binary(message))]));
        foreach (var message in messages)
        {
            await ExpectAsync(connection, message);
        }

        await sending;
        await CloseAsync(connection);
    }

    /// <summary>The server's queue fills up, and it has to hold this peer back.</summary>
    private async Task ReadLateAsync()
    {
        await using var connection = await OpenAsync(AnyEcho());
        var messages = Enumerable.Range(0, 20).Select(_ => AnyMessage()).ToArray();
        var sending = Task.Run(() => connection.SendAsync(FrameBuilder.Concat([.. messages.Select(message => FrameBuilder.Binary(message))])));
        await Task.WhenAny(sending, Task.Delay(_random.Next(50)));
        foreach (var message in messages)
        {
            await ExpectAsync(connection, message);
        }

        await sending;
        await CloseAsync(connection);
    }

    private async Task ListenAsync()
    {
        await using var connection = await OpenAsync("/stress/broadcast");
        var own = AnyMessage();
        if (own.Length > 0)
        {
            // So that it can be told from a broadcast.
            own = own[..Math.Min(own.Length, 10_000)];
            own[0] = 0;
        }

        await connection.SendAsync(FrameBuilder.Binary(own));
        var (broadcasts, wanted, isEchoed) = (0, _random.Next(20), false);
        while (!isEchoed || broadcasts < wanted)
        {
            var frame = await connection.Peer.ReadFrameAsync();
            if (frame.Payload.AsSpan().SequenceEqual(own))
            {
                isEchoed = true;
            }
            else
            {
                // A broadcast is one byte many times, and the byte is as many as its length.
                Demand(
                    frame.Payload.Length > 0 && frame.Payload.AsSpan().IndexOfAnyExcept(Broadcaster.ByteOf(frame.Payload.Length)) < 0,
                    $"a broadcast of {frame.Payload.Length} bytes is not what was sent");
                broadcasts++;
            }
        }

        if (_random.Next(2) == 0)
        {
            connection.Reset();
        }
        else
        {
            await CloseAsync(connection);
        }
    }

    private async Task ResetAsync()
    {
        await using var connection = await OpenAsync(AnyEcho());
        var frames = FrameBuilder.Concat([.. Enumerable.Range(0, 5).Select(_ => FrameBuilder.Binary(AnyMessage()))]);
        try
        {
            var sending = connection.SendAsync(frames.AsMemory(0, _random.Next(frames.Length)));
            await Task.WhenAny(sending, Task.Delay(_random.Next(5)));
            connection.Reset();
            await sending;
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Reset while it was sending.
        }
    }

    private async Task BeAbortedAsync()
    {
        await using var connection = await OpenAsync("/stress/abort");
        await connection.SendAsync(FrameBuilder.Binary(new byte[_random.Next(1, 1000)]));
        try
        {
            Demand(await connection.Peer.IsAtEndAsync(), "an aborted session goes on");
        }
        catch (IOException)
        {
            // The reset of an abort.
        }
    }

    private async Task LeaveEarlyAsync()
    {
        await using var connection = await ConnectAsync();
        var request = RawPeer.Request(AnyEcho());
        await connection.Peer.SendAsync(request[.._random.Next(request.Length)]);
        if (_random.Next(2) == 0)
        {
            connection.Reset();
        }
    }

    private async Task SendGarbageAsync()
    {
        await using var connection = await OpenAsync(AnyEcho());
        var garbage = AnyMessage();
        if (garbage.Length < LongestHeader)
        {
            // The server may rightly wait for the rest.
            return;
        }

        garbage[0] |= 0x70;
        try
        {
            await connection.SendAsync(garbage);
            Demand(await connection.Peer.ReadCloseAsync() == 1002, "garbage is not closed with 1002");
        }
        catch (IOException)
        {
            // What is behind the fault may meet a closed socket.
        }
    }

    /// <summary>The answer to a close frame does not wait for a handler that is still at work, so only one that has come back is sure of its echo.</summary>
    private async Task CloseFromBothSidesAsync()
    {
        await using var connection = await OpenAsync(Echoes[0]);
        var message = AnyMessage();
        await Task.WhenAll(
            connection.SendAsync(FrameBuilder.Concat(FrameBuilder.Binary(message), FrameBuilder.Close(1000))),
            ReadAsync());

        async Task ReadAsync()
        {
            await ExpectAsync(connection, message);
            Demand(await connection.Peer.ReadCloseAsync() == 1000, "a close is not answered");
            Demand(await connection.Peer.IsAtEndAsync(), "a closed session goes on");
        }
    }

    private async Task SendInPiecesAsync(Connection connection, byte[] bytes)
    {
        for (var start = 0; start < bytes.Length;)
        {
            var size = Math.Min(bytes.Length - start, _random.Next(3) == 0 ? _random.Next(1, 20) : _random.Next(1, 300_000));
            await connection.SendAsync(bytes.AsMemory(start, size));
            start += size;
        }
    }

    private async Task ExpectAsync(Connection connection, byte[] message)
    {
        var frame = await connection.Peer.ReadFrameAsync();
        Demand(
            frame.Opcode == Opcode.Binary && frame.Payload.AsSpan().SequenceEqual(message),
            $"{frame.Opcode} of {frame.Payload.Length} bytes came instead of {message.Length}, which differ from byte "
                + $"{frame.Payload.AsSpan().CommonPrefixLength(message)} on");
        Messages++;
    }

    private static async Task CloseAsync(Connection connection)
    {
        await connection.SendAsync(FrameBuilder.Close(1000));
        Demand(await connection.Peer.ReadCloseAsync() == 1000, "a close is not answered");
        Demand(await connection.Peer.IsAtEndAsync(), "a closed session goes on");
    }

    private static void Demand(bool holds, string problem)
    {
        if (!holds)
        {
            throw new StressException(problem);
        }
    }

    private sealed class Connection : IAsyncDisposable
    {
        private readonly Socket _socket;
        private readonly NetworkStream _stream;

        public Connection(Socket socket)
        {
            _socket = socket;
            _stream = new NetworkStream(socket, ownsSocket: true);
            Peer = new RawPeer(_stream);
        }

        public RawPeer Peer { get; }

        public Task SendAsync(ReadOnlyMemory<byte> bytes) => _stream.WriteAsync(bytes).AsTask().WaitAsync(StressRun.Patience);

        public void Reset()
        {
            _socket.LingerState = new LingerOption(true, 0);
            _socket.Close();
        }

        public ValueTask DisposeAsync() => Peer.DisposeAsync();
    }
}

/// <summary>The server did something that it must not.</summary>
internal sealed class StressException(string message) : Exception(message);
