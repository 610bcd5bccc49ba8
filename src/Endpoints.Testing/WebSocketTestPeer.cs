using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Endpoints.Protocol;
using Endpoints.Testing.Memory;

namespace Endpoints.Testing;

/// <summary>
/// The client's end of a session of a <see cref="WebSocketTestHost"/>. It reads what the server sends as it comes, answers pings and the
/// close frame as clients do, and keeps messages until the test asks for them, in their order.
/// </summary>
/// <remarks>
/// What is sent has arrived when the call returns: the server has read it, and its handler has run or is waiting for something. So the clock
/// may be moved, and the absence of an answer be asserted, right after. Safe to use from any thread.
/// </remarks>
public sealed partial class WebSocketTestPeer : IAsyncDisposable
{
    // RFC 6455 section 5.3 wants a fresh one for each frame, to protect proxies. There is none here, and tests are repeatable.
    private static readonly uint MaskKey = MemoryMarshal.Read<uint>([0x37, 0xFA, 0x21, 0x3D]);

    private readonly WebSocketTestHost _host;
    private readonly JsonSerializerContext? _json;
    private readonly WebSocketTestRequest _request;
    private readonly DuplexPipeStream _stream;
    private readonly Task _served;
    private readonly Inbox _inbox;
    private readonly SemaphoreSlim _sending = new(1);
    private readonly Task _reading;
    private volatile bool _closeSent;

    internal WebSocketTestPeer(
        WebSocketTestHost host,
        JsonSerializerContext? json,
        WebSocketTestRequest request,
        HandshakeResponse response,
        DuplexPipeStream stream,
        byte[] rest,
        Task served)
    {
        _host = host;
        _json = json;
        _request = request;
        _stream = stream;
        _served = served;
        Response = response;
        _inbox = new Inbox(stream, rest, AnswerAsync);
        _reading = Task.Run(_inbox.FillAsync);
    }

    /// <summary>What the server answered to the handshake.</summary>
    public HandshakeResponse Response { get; }

    /// <summary>The agreed sub-protocol; <see langword="null"/> for none.</summary>
    public string? SubProtocol => Response["Sec-WebSocket-Protocol"];

    internal bool IsQuiet => _stream.Incoming.IsQuiet && _stream.Outgoing.IsQuiet;

    internal long Written => _stream.Incoming.Written + _stream.Outgoing.Written;

    /// <summary>Sends a text message.</summary>
    /// <param name="text">The text.</param>
    public Task SendAsync(string text) => SendAsync(Opcode.Text, Encoding.UTF8.GetBytes(text));

    /// <summary>Sends a binary message.</summary>
    /// <param name="payload">The message.</param>
    public Task SendAsync(ReadOnlyMemory<byte> payload) => SendAsync(Opcode.Binary, payload);

    /// <inheritdoc cref="SendAsync(ReadOnlyMemory{byte})"/>
    public Task SendAsync(byte[] payload) => SendAsync(Opcode.Binary, payload);

    /// <summary>Sends a value as a JSON text message, by <see cref="WebSocketTestHostOptions.Json"/>.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="InvalidOperationException">The host has no context, or it does not know the type.</exception>
    public Task SendAsync<T>(T value)
        where T : notnull => SendAsync(Opcode.Text, JsonSerializer.SerializeToUtf8Bytes(value, FindTypeInfo(value.GetType())));

    /// <summary>Sends a value as a JSON text message.</summary>
    /// <param name="value">The value.</param>
    /// <param name="typeInfo">How to write it.</param>
    public Task SendAsync<T>(T value, JsonTypeInfo<T> typeInfo) => SendAsync(Opcode.Text, JsonSerializer.SerializeToUtf8Bytes(value, typeInfo));

    /// <summary>Sends a text message in several frames (RFC 6455 section 5.4).</summary>
    /// <param name="parts">The text's parts, a frame each.</param>
    public Task SendFragmentedAsync(params string[] parts)
    {
        ArgumentOutOfRangeException.ThrowIfZero(parts.Length);
        var frames = parts.SelectMany((part, i) =>
            Frame(i == 0 ? Opcode.Text : Opcode.Continuation, Encoding.UTF8.GetBytes(part), fin: i == parts.Length - 1));
        return SendRawAsync(frames.ToArray());
    }

    /// <summary>Sends a ping. <see cref="ExpectPongAsync"/> waits for the answer.</summary>
    /// <param name="payload">At most 125 bytes.</param>
    public Task SendPingAsync(ReadOnlyMemory<byte> payload = default) => SendAsync(Opcode.Ping, payload);

    /// <summary>Sends a pong that nobody asked for.</summary>
    /// <param name="payload">At most 125 bytes.</param>
    public Task SendPongAsync(ReadOnlyMemory<byte> payload = default) => SendAsync(Opcode.Pong, payload);

    /// <summary>Sends bytes as they are, right or wrong: frames are the caller's business, masks included.</summary>
    /// <param name="bytes">The bytes.</param>
    public async Task SendRawAsync(ReadOnlyMemory<byte> bytes)
    {
        await WriteAsync(bytes).ConfigureAwait(false);
        await SettleAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Closes the session as clients do, and waits until it has ended and its close handler has run. Messages that came before the server's
    /// answer can still be expected.
    /// </summary>
    /// <param name="status">The status to send; 1000 when it is left out.</param>
    /// <returns>The status of the server's own close frame.</returns>
    /// <exception cref="WebSocketExpectationException">The server did not answer.</exception>
    public async Task<CloseStatus> CloseAsync(CloseStatus? status = null)
    {
        var (code, reason) = status ?? CloseStatus.Normal;
        var payload = new byte[FrameHeader.MaxControlPayloadLength];
        var length = code == CloseStatus.NoStatusReceived.Code ? 0 : ClosePayload.Write(payload, code, reason);
        _closeSent = true;
        await SendAsync(Opcode.Close, payload.AsMemory(0, length)).ConfigureAwait(false);
        await WaitForEndAsync("The session did not end after the peer's close frame").ConfigureAwait(false);
        return _inbox.CloseStatus ?? throw new WebSocketExpectationException(Explain("The server ended the connection without a close frame."));
    }

    /// <summary>Breaks the connection without a close frame, and waits until the session has ended and its close handler has run.</summary>
    public async Task AbortAsync()
    {
        await _stream.DisposeAsync().ConfigureAwait(false);
        await WaitForEndAsync("The session did not end although its connection broke").ConfigureAwait(false);
    }

    /// <summary>Stops reading, as a client does that is too slow. What the server sends from here on stays in its queue.</summary>
    public void PauseReading() => _inbox.Pause();

    /// <summary>Reads on.</summary>
    public void ResumeReading() => _inbox.Resume();

    /// <summary>Breaks the connection, if it is still there.</summary>
    public async ValueTask DisposeAsync()
    {
        _host.Forget(this);
        _inbox.Resume();
        await _stream.DisposeAsync().ConfigureAwait(false);
        try
        {
            await Task.WhenAll(_served, _reading).WaitAsync(_host.Patience).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // A handler that waits for a clock that nobody moves any more; the test is over.
        }
    }

    internal async Task SettleAsync()
    {
        // Each side's reading may make it write to the other.
        long before;
        do
        {
            before = Written;
            try
            {
                await _stream.Outgoing.WhenQuietAsync().WaitAsync(_host.Patience).ConfigureAwait(false);
                await _stream.Incoming.WhenQuietAsync().WaitAsync(_host.Patience).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                throw new WebSocketExpectationException(Explain(
                    $"The server has not taken up within {_host.Patience} what was sent: a handler blocks its thread, or waits for something without giving it back."));
            }
        }
        while (Written != before || !IsQuiet);
    }

    private static byte[] Frame(Opcode opcode, ReadOnlySpan<byte> payload, bool fin = true)
    {
        var frame = new byte[FrameHeaderWriter.GetLength(payload.Length, masked: true) + payload.Length];
        var head = FrameHeaderWriter.Write(frame, opcode, fin, payload.Length, MaskKey);
        payload.CopyTo(frame.AsSpan(head));
        FrameMask.Apply(frame.AsSpan(head), MaskKey, 0);
        return frame;
    }

    private Task SendAsync(Opcode opcode, ReadOnlyMemory<byte> payload)
    {
        if (opcode.IsControl && payload.Length > FrameHeader.MaxControlPayloadLength)
        {
            throw new ArgumentException($"A control frame holds at most {FrameHeader.MaxControlPayloadLength} bytes, not {payload.Length}.", nameof(payload));
        }

        return SendRawAsync(Frame(opcode, payload.Span));
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await _sending.WaitAsync().ConfigureAwait(false);
        try
        {
            await _stream.WriteAsync(bytes).AsTask().WaitAsync(_host.Patience).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // The connection is gone; what the test expects next tells it so, and why.
        }
        catch (TimeoutException)
        {
            throw new WebSocketExpectationException(Explain($"The server reads nothing, and has not for {_host.Patience}: its handler is still running."));
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>What a client does by itself with what it reads.</summary>
    private async Task AnswerAsync(Opcode opcode, byte[] payload)
    {
        if (opcode == Opcode.Ping && _request.AnswersPings && !_closeSent)
        {
            await WriteAsync(Frame(Opcode.Pong, payload)).ConfigureAwait(false);
        }
        else if (opcode == Opcode.Close && _request.AnswersClose && !_closeSent)
        {
            _closeSent = true;
            await WriteAsync(Frame(Opcode.Close, payload)).ConfigureAwait(false);
        }
    }

    private async Task WaitForEndAsync(string problem)
    {
        try
        {
            await _served.WaitAsync(_host.Patience).ConfigureAwait(false);
            await _reading.WaitAsync(_host.Patience).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new WebSocketExpectationException(Explain($"{problem}, and its close handler run, within {_host.Patience}."));
        }
    }

    private JsonTypeInfo FindTypeInfo(Type type)
    {
        if (_json is null)
        {
            throw new InvalidOperationException(
                $"How is {type.Name} written as JSON? Set WebSocketTestHostOptions.Json to the application's JsonSerializerContext, or pass the type info.");
        }

        for (var parent = type.BaseType; parent is not null && parent != typeof(object); parent = parent.BaseType)
        {
            if (_json.GetTypeInfo(parent) is { PolymorphismOptions: { } options } info && options.DerivedTypes.Any(derived => derived.DerivedType == type))
            {
                return info;
            }
        }

        return _json.GetTypeInfo(type)
            ?? throw new InvalidOperationException($"{_json.GetType().Name} does not know {type.Name}: add [JsonSerializable(typeof({type.Name}))] to it.");
    }
}
