using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Endpoints.Protocol;

namespace Endpoints.Testing;

/// <summary>What a test expects. Every wait has the patience of the host as its end, and says what came instead.</summary>
public sealed partial class WebSocketTestPeer
{
    private const int ShownLogLines = 5;
    private const string ClockHint = " The host's clock stands still unless the test advances it.";

    /// <summary>The next message, close frame or end of the connection, whatever it is.</summary>
    /// <exception cref="WebSocketExpectationException">Nothing came.</exception>
    public Task<WebSocketTestMessage> ReceiveAsync() => NextAsync("a message");

    /// <summary>The next message, which must be a text.</summary>
    /// <exception cref="WebSocketExpectationException">Something else came, or nothing.</exception>
    public async Task<string> ExpectTextAsync() => (await NextAsync("a text message", WebSocketTestMessageKind.Text).ConfigureAwait(false)).Text;

    /// <summary>The next message, which must be this text.</summary>
    /// <param name="expected">The text.</param>
    /// <exception cref="WebSocketExpectationException">Something else came, or nothing.</exception>
    public async Task ExpectTextAsync(string expected)
    {
        var message = await NextAsync($"the text '{expected}'", WebSocketTestMessageKind.Text).ConfigureAwait(false);
        if (message.Text != expected)
        {
            throw Instead($"the text '{expected}'", message);
        }
    }

    /// <summary>The next message, which must be binary.</summary>
    /// <exception cref="WebSocketExpectationException">Something else came, or nothing.</exception>
    public async Task<byte[]> ExpectBinaryAsync() =>
        (await NextAsync("a binary message", WebSocketTestMessageKind.Binary).ConfigureAwait(false)).Payload.ToArray();

    /// <summary>The next message, which must be JSON of a type, read by <see cref="WebSocketTestHostOptions.Json"/>.</summary>
    /// <exception cref="WebSocketExpectationException">Something else came, or nothing.</exception>
    /// <exception cref="InvalidOperationException">The host has no context, or it does not know the type.</exception>
    public Task<T> ExpectAsync<T>() => ExpectAsync<T>(FindTypeInfo(typeof(T)));

    /// <summary>The next message, which must be JSON of a type.</summary>
    /// <param name="typeInfo">How to read it: the type's own, or that of the base class that it is sent as.</param>
    /// <exception cref="WebSocketExpectationException">Something else came, or nothing.</exception>
    public async Task<T> ExpectAsync<T>(JsonTypeInfo typeInfo)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        var expectation = $"a JSON message of type {typeof(T).Name}";
        var message = await NextAsync(expectation, WebSocketTestMessageKind.Text).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(message.Payload.Span, typeInfo) is T value ? value : throw Instead(expectation, message);
        }
        catch (JsonException e)
        {
            throw new WebSocketExpectationException(Explain($"Expected {expectation}, but {message} came, which cannot be read as one: {e.Message}"), e);
        }
    }

    /// <summary>
    /// The server's close frame, which must have this code. When this returns, the peer has answered it, the session has ended, and its
    /// close handler has run; unless the peer was told not to answer.
    /// </summary>
    /// <param name="expected">Code, and reason; an empty reason stands for any.</param>
    /// <exception cref="WebSocketExpectationException">Something else came, or nothing.</exception>
    public async Task<CloseStatus> ExpectCloseAsync(CloseStatus expected)
    {
        var expectation = $"a close frame with {expected}";
        var message = await NextAsync(expectation, WebSocketTestMessageKind.Close).ConfigureAwait(false);
        if (message.Status.Code != expected.Code || (expected.Reason.Length > 0 && message.Status.Reason != expected.Reason))
        {
            throw Instead(expectation, message);
        }

        if (_closeSent)
        {
            await WaitForEndAsync("The session did not end after the close frames").ConfigureAwait(false);
        }

        return message.Status;
    }

    /// <summary>The end of the connection; after the server's close frame, or without one when it was cut off.</summary>
    /// <exception cref="WebSocketExpectationException">Something else came, or nothing.</exception>
    public async Task ExpectEndAsync()
    {
        await NextAsync("the end of the connection", WebSocketTestMessageKind.End).ConfigureAwait(false);
        await WaitForEndAsync("The session did not end with its connection").ConfigureAwait(false);
    }

    /// <summary>The server's next ping. It was answered already, unless the peer was told not to.</summary>
    /// <returns>Its payload.</returns>
    /// <exception cref="WebSocketExpectationException">None came.</exception>
    public Task<byte[]> ExpectPingAsync() => NextControlAsync(Opcode.Ping, "a ping");

    /// <summary>The server's next pong.</summary>
    /// <returns>Its payload.</returns>
    /// <exception cref="WebSocketExpectationException">None came.</exception>
    public Task<byte[]> ExpectPongAsync() => NextControlAsync(Opcode.Pong, "a pong");

    /// <summary>
    /// Nothing more has come, once everything that was sent has been handled. A handler that is still running may send later.
    /// </summary>
    /// <exception cref="WebSocketExpectationException">Something came.</exception>
    public async Task ExpectNothingAsync()
    {
        await _host.SettleAsync().ConfigureAwait(false);
        if (_inbox.Messages.TryPeek(out var message))
        {
            throw Instead("nothing more", message);
        }
    }

    private async Task<WebSocketTestMessage> NextAsync(string expectation, WebSocketTestMessageKind? kind = null)
    {
        using var deadline = new CancellationTokenSource(_host.Patience);
        try
        {
            var message = await _inbox.Messages.ReadAsync(deadline.Token).ConfigureAwait(false);
            return kind is null || kind == message.Kind ? message : throw Instead(expectation, message);
        }
        catch (OperationCanceledException)
        {
            throw new WebSocketExpectationException(Explain($"Expected {expectation}, but nothing came within {_host.Patience}.{ClockHint}"), Cause);
        }
        catch (System.Threading.Channels.ChannelClosedException)
        {
            throw new WebSocketExpectationException(Explain($"Expected {expectation}, but the connection has ended."), Cause);
        }
    }

    private async Task<byte[]> NextControlAsync(Opcode opcode, string expectation)
    {
        using var deadline = new CancellationTokenSource(_host.Patience);
        try
        {
            return await (opcode == Opcode.Ping ? _inbox.Pings : _inbox.Pongs).ReadAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new WebSocketExpectationException(Explain($"Expected {expectation}, but none came within {_host.Patience}.{ClockHint}"), Cause);
        }
        catch (System.Threading.Channels.ChannelClosedException)
        {
            throw new WebSocketExpectationException(Explain($"Expected {expectation}, but the connection has ended."), Cause);
        }
    }

    private Exception? Cause => _host.LastException;

    private WebSocketExpectationException Instead(string expectation, WebSocketTestMessage message) =>
        new(Explain($"Expected {expectation}, but {message} came."), Cause);

    private string Explain(string problem)
    {
        var text = new StringBuilder(problem);
        if (_inbox.Problem is { } broken)
        {
            text.Append("\nThe server broke the protocol: ").Append(broken);
        }

        if (Cause is { } cause)
        {
            text.Append("\nThe endpoint threw ").Append(cause.GetType().Name).Append(": ").Append(cause.Message);
        }

        foreach (var line in _host.Log.Lines.TakeLast(ShownLogLines))
        {
            text.Append("\nThe server logged: ").Append(line);
        }

        return text.ToString();
    }
}
