using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Endpoints.TestKit.Net;

namespace Endpoints.Integration.Tests.Samples;

/// <summary>The worker sample: a program without ASP.NET Core, served by the event loop.</summary>
public sealed class WorkerSampleTests
{
    private const string Listening = "Listening on ";

    [Fact]
    public async Task It_serves_by_tcp_and_by_a_unix_socket_answers_load_balancers_and_says_1001_at_the_end()
    {
        var folder = Directory.CreateTempSubdirectory("worker").FullName;
        var path = Path.Combine(folder, "quotes.sock");
        await using var worker = ChildProcess.Start(
            "dotnet", [Repository.GetSample("Worker"), "--Listener:Port", "0", "--Listener:UnixSocket", path]);
        var line = await worker.WaitForLineAsync(Listening);
        var address = line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Split(',')[0];

        using var http = new HttpClient();
        using var health = await http.GetAsync(new Uri($"http://{address}/healthz"));
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        using var plain = await http.GetAsync(new Uri($"http://{address}/quotes/ABC"));
        Assert.Equal(HttpStatusCode.UpgradeRequired, plain.StatusCode);

        using var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri($"ws://{address}/quotes/ABC"), default);
        Assert.Equal("ABC 0", await ReadAsync(client));
        await client.SendAsync("12.5"u8.ToArray(), WebSocketMessageType.Text, true, default);
        Assert.Equal("ABC 12.5", await ReadAsync(client));

        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        await using var peer = new RawPeer(new NetworkStream(socket));
        await peer.OpenAsync("/quotes/abc");
        Assert.Equal("abc 12.5", await peer.ReadTextAsync());

        var stopping = worker.TerminateAsync();
        Assert.Equal(1001, await peer.ReadCloseAsync());
        await peer.SendAsync(TestKit.Frames.FrameBuilder.Close(1001));
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var result = await client.ReceiveAsync(new byte[100], deadline.Token);
        Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.EndpointUnavailable), (result.MessageType, client.CloseStatus));
        await client.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, deadline.Token);
        Assert.Equal(0, await stopping);
        Assert.False(File.Exists(path));
        Directory.Delete(folder);
    }

    private static async Task<string> ReadAsync(ClientWebSocket client)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var buffer = new byte[100];
        var result = await client.ReceiveAsync(buffer, deadline.Token);
        return Encoding.UTF8.GetString(buffer, 0, result.Count);
    }
}
