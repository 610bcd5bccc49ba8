using System.Net;
using System.Net.WebSockets;
using Endpoints.Integration.Tests.Samples;

namespace Endpoints.Integration.Tests.Clients;

/// <summary>.NET's own client, with whole messages instead of pieces and a deadline for tests that would otherwise hang.</summary>
internal sealed class DotNetClient : IDisposable
{
    private readonly CancellationTokenSource _deadline = new(ChildProcess.Patience);
    private readonly HttpMessageInvoker _invoker;

    public DotNetClient(HttpMessageHandler? handler = null, bool ownsHandler = true) =>
        _invoker = new HttpMessageInvoker(handler ?? new SocketsHttpHandler(), ownsHandler);

    public ClientWebSocket Socket { get; } = new();

    public static Task<DotNetClient> ConnectAsync(Uri address, Version version, params string[] protocols) =>
        ConnectAsync(address, version, options => Array.ForEach(protocols, options.AddSubProtocol));

    /// <summary>Opens a session.</summary>
    /// <param name="address">The endpoint.</param>
    /// <param name="version">The version of HTTP, and no other.</param>
    /// <param name="configure">More about the request.</param>
    /// <param name="handler">Gets the connection; .NET's own by default.</param>
    /// <param name="ownsHandler">Whether the handler ends with the client, as it does where there is one for each.</param>
    public static async Task<DotNetClient> ConnectAsync(
        Uri address,
        Version version,
        Action<ClientWebSocketOptions> configure,
        HttpMessageHandler? handler = null,
        bool ownsHandler = true)
    {
        var client = new DotNetClient(handler, ownsHandler);
        try
        {
            client.Socket.Options.HttpVersion = version;
            client.Socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
            client.Socket.Options.CollectHttpResponseDetails = true;
            configure(client.Socket.Options);
            await client.Socket.ConnectAsync(address, client._invoker, client._deadline.Token);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    public Task SendAsync(WebSocketMessageType type, byte[] payload, bool isFinal = true) =>
        SendAsync(type, payload.AsMemory(), isFinal).AsTask();

    public ValueTask SendAsync(WebSocketMessageType type, ReadOnlyMemory<byte> payload, bool isFinal) =>
        Socket.SendAsync(payload, type, isFinal, _deadline.Token);

    public async Task<(WebSocketMessageType Type, byte[] Payload)> ReceiveAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        WebSocketReceiveResult result;
        do
        {
            result = await Socket.ReceiveAsync(buffer, _deadline.Token);
            message.Write(buffer, 0, result.Count);
        }
        while (!result.EndOfMessage);

        return (result.MessageType, message.ToArray());
    }

    public async Task AssertEchoAsync(WebSocketMessageType type, byte[] payload)
    {
        await SendAsync(type, payload);
        await AssertReceivedAsync(type, payload);
    }

    public async Task AssertReceivedAsync(WebSocketMessageType type, byte[] payload)
    {
        var received = await ReceiveAsync();
        Assert.Equal(type, received.Type);
        Assert.True(payload.AsSpan().SequenceEqual(received.Payload), $"{payload.Length} bytes came back as other {received.Payload.Length}.");
    }

    public Task CloseAsync(int code = 1000, string reason = "") => Socket.CloseAsync((WebSocketCloseStatus)code, reason, _deadline.Token);

    public void Dispose()
    {
        Socket.Dispose();
        _invoker.Dispose();
        _deadline.Dispose();
    }
}
