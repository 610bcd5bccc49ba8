using System.Net;
using System.Net.Sockets;
using System.Text;
using Endpoints.Handshake;

namespace Endpoints.Client.Tests.Servers;

/// <summary>A server that answers one connection with exactly the bytes that it is told to, right or wrong.</summary>
internal sealed class RawServer : IDisposable
{
    /// <summary>Only for tests that would otherwise hang.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private NetworkStream? _stream;

    public RawServer() => _listener.Start();

    public Uri Address => new($"ws://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/chat?room=1");

    /// <summary>The connection, once it was taken.</summary>
    public NetworkStream Stream => _stream ?? throw new InvalidOperationException("Nobody has connected.");

    /// <summary>The response that accepts a request.</summary>
    /// <param name="request">The request head.</param>
    /// <param name="headers">More header lines.</param>
    public static string Acceptance(string request, params string[] headers) => string.Join("\r\n", [
        "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade", $"Sec-WebSocket-Accept: {AcceptFor(request)}",
        .. headers, "", ""]);

    public static string AcceptFor(string request)
    {
        var accept = new byte[AcceptKey.Length];
        AcceptKey.Compute(Encoding.ASCII.GetBytes(HeaderOf(request, "Sec-WebSocket-Key")), accept);
        return Encoding.ASCII.GetString(accept);
    }

    public static string HeaderOf(string request, string name) => request.Split("\r\n")
        .Single(line => line.StartsWith($"{name}: ", StringComparison.OrdinalIgnoreCase))[(name.Length + 2)..];

    /// <summary>Takes the connection, and reads the request head.</summary>
    public async Task<string> ReadRequestAsync()
    {
        _stream = new NetworkStream(await _listener.AcceptSocketAsync().WaitAsync(Patience), ownsSocket: true);
        var head = new StringBuilder();
        var next = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await _stream.ReadExactlyAsync(next).AsTask().WaitAsync(Patience);
            head.Append((char)next[0]);
        }

        return head.ToString();
    }

    /// <summary>Takes the connection, and accepts what it asks for.</summary>
    public async Task<string> AcceptAsync(params string[] headers)
    {
        var request = await ReadRequestAsync();
        await SendAsync(Acceptance(request, headers));
        return request;
    }

    /// <summary>Takes the connection, and answers with a text in which <c>{accept}</c> stands for the right accept key.</summary>
    public async Task AnswerAsync(string response)
    {
        var request = await ReadRequestAsync();
        await SendAsync(response.Replace("{accept}", AcceptFor(request), StringComparison.Ordinal));
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public Task SendAsync(params byte[] bytes) => Stream.WriteAsync(bytes).AsTask().WaitAsync(Patience);

    public async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        await Stream.ReadExactlyAsync(bytes).AsTask().WaitAsync(Patience);
        return bytes;
    }

    /// <summary>A small frame of the client, unmasked: its first byte and its payload.</summary>
    public async Task<(byte First, byte[] Payload)> ReadFrameAsync()
    {
        var head = await ReadAsync(6);
        Assert.True(head[1] is >= 0x80 and <= 0x80 + 125, "A small masked frame is expected.");
        var payload = await ReadAsync(head[1] - 0x80);
        for (var i = 0; i < payload.Length; i++)
        {
            payload[i] ^= head[2 + (i % 4)];
        }

        return (head[0], payload);
    }

    /// <summary>Whether the client has ended the connection; waits for bytes or its end.</summary>
    public async Task<bool> IsEndedAsync() => await Stream.ReadAsync(new byte[1]).AsTask().WaitAsync(Patience) == 0;

    public void Dispose()
    {
        _stream?.Dispose();
        _listener.Dispose();
    }
}
