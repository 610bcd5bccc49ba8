using System.Net;
using System.Net.WebSockets;
using System.Text;
using Endpoints.Integration.Tests.Samples;

namespace Endpoints.Integration.Tests.Clients;

/// <summary>.NET's <see cref="ClientWebSocket"/> against the echo sample; derived once for each version of HTTP.</summary>
public abstract class DotNetClientTests
{
    private const string Portfolio = "/spring-websocket-portfolio/portfolio";

    private protected abstract Version HttpVersion { get; }

    private protected abstract SampleProcess Server { get; }

    private Task<DotNetClient> ConnectAsync(string path = "/echo", params string[] protocols) =>
        DotNetClient.ConnectAsync(Server.GetEndpoint(path), HttpVersion, protocols);

    [Fact]
    public async Task The_handshake_is_accepted_as_the_version_has_it()
    {
        using var client = await ConnectAsync();

        Assert.Equal(HttpVersion.Major == 1 ? HttpStatusCode.SwitchingProtocols : HttpStatusCode.OK, client.Socket.HttpStatusCode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(1024 * 1024)]
    public async Task Messages_of_every_length_form_come_back(int size)
    {
        using var client = await ConnectAsync();
        var source = new Random(size);

        await client.AssertEchoAsync(WebSocketMessageType.Text, Payloads.MakeText(source, size));
        await client.AssertEchoAsync(WebSocketMessageType.Binary, Payloads.MakeBytes(source, size));
        await client.CloseAsync();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(500)]
    public async Task Fragments_come_back_as_one_message(int pieces)
    {
        using var client = await ConnectAsync();
        var source = new Random(pieces);
        foreach (var type in new[] { WebSocketMessageType.Text, WebSocketMessageType.Binary })
        {
            var payload = type == WebSocketMessageType.Text ? Payloads.MakeText(source, 3000) : Payloads.MakeBytes(source, 3000);
            int[] cuts = [0, .. Enumerable.Range(1, pieces - 1).Select(_ => source.Next(payload.Length + 1)).Order(), payload.Length];
            for (var i = 0; i < pieces; i++)
            {
                await client.SendAsync(type, payload[cuts[i]..cuts[i + 1]], isFinal: i == pieces - 1);
            }

            await client.AssertReceivedAsync(type, payload);
        }
    }

    [Fact]
    public async Task Random_messages_come_back_in_order_while_more_are_sent()
    {
        using var client = await ConnectAsync();
        var source = new Random(6455);
        var messages = Enumerable.Range(0, 400).Select(_ => Payloads.MakeMessage(source)).ToArray();

        var sending = Task.Run(async () =>
        {
            foreach (var (type, payload) in messages)
            {
                await client.SendAsync(type, payload);
            }
        });
        foreach (var (type, payload) in messages)
        {
            await client.AssertReceivedAsync(type, payload);
        }

        await sending;
        await client.CloseAsync();
    }

    [Theory]
    [InlineData(1000, "")]
    [InlineData(1000, "done")]
    [InlineData(1001, "")]
    [InlineData(3000, "registered")]
    [InlineData(4999, "private")]
    public async Task The_client_s_close_code_is_answered(int code, string reason)
    {
        using var client = await ConnectAsync();

        await client.CloseAsync(code, reason);

        Assert.Equal(WebSocketState.Closed, client.Socket.State);
        Assert.Equal(code, (int?)client.Socket.CloseStatus);
    }

    [Fact]
    public async Task Bad_text_is_closed_with_1007()
    {
        using var client = await ConnectAsync();

        await client.SendAsync(WebSocketMessageType.Text, [0x68, 0xC3, 0x28]);

        Assert.Equal(WebSocketMessageType.Close, (await client.ReceiveAsync()).Type);
        Assert.Equal(WebSocketCloseStatus.InvalidPayloadData, client.Socket.CloseStatus);
    }

    /// <summary>The seed path takes 1 MiB at most.</summary>
    [Fact]
    public async Task One_byte_too_many_is_closed_with_1009()
    {
        using var client = await ConnectAsync(Portfolio);
        await client.AssertEchoAsync(WebSocketMessageType.Binary, new byte[1024 * 1024]);

        await client.SendAsync(WebSocketMessageType.Binary, new byte[(1024 * 1024) + 1]);

        Assert.Equal(WebSocketMessageType.Close, (await client.ReceiveAsync()).Type);
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, client.Socket.CloseStatus);
    }

    [Theory]
    [InlineData("v10.stomp", "v10.stomp", "v11.stomp")]
    [InlineData("v11.stomp", "v11.stomp", "v10.stomp")]
    [InlineData("v11.stomp", "v12.stomp", "v11.stomp")]
    [InlineData(null)]
    public async Task The_first_sub_protocol_of_the_client_that_is_offered_is_chosen(string? chosen, params string[] offer)
    {
        using var client = await ConnectAsync(Portfolio, offer);

        Assert.Equal(chosen, client.Socket.SubProtocol);
        await client.AssertEchoAsync(WebSocketMessageType.Text, Encoding.UTF8.GetBytes("hello"));
    }

    [Fact]
    public async Task A_path_without_an_endpoint_is_not_found()
    {
        using var client = new DotNetClient();
        client.Socket.Options.HttpVersion = HttpVersion;
        client.Socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        client.Socket.Options.CollectHttpResponseDetails = true;
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());

        await Assert.ThrowsAsync<WebSocketException>(() => client.Socket.ConnectAsync(Server.GetEndpoint("/nowhere"), invoker, default));

        Assert.Equal(HttpStatusCode.NotFound, client.Socket.HttpStatusCode);
    }
}

/// <summary>The upgrade of HTTP/1.1 (RFC 6455 section 4).</summary>
[Collection(EchoCollection.Name)]
public sealed class DotNetClientOverHttp11Tests(EchoSample echo) : DotNetClientTests
{
    private protected override Version HttpVersion => System.Net.HttpVersion.Version11;

    private protected override SampleProcess Server => echo.Sample;
}

/// <summary>The extended CONNECT of HTTP/2 (RFC 8441), over clear text.</summary>
public sealed class DotNetClientOverHttp2Tests(DotNetClientOverHttp2Tests.Http2EchoSample echo)
    : DotNetClientTests, IClassFixture<DotNetClientOverHttp2Tests.Http2EchoSample>
{
    private protected override Version HttpVersion => System.Net.HttpVersion.Version20;

    private protected override SampleProcess Server => echo.Sample;

    /// <summary>The echo sample, told by its configuration to speak nothing but HTTP/2.</summary>
    public sealed class Http2EchoSample : IAsyncLifetime
    {
        private SampleProcess? _sample;

        internal SampleProcess Sample => _sample ?? throw new InvalidOperationException("The sample has not been started.");

        public async Task InitializeAsync() =>
            _sample = await SampleProcess.StartAsync("Echo", 0, ("Kestrel__EndpointDefaults__Protocols", "Http2"));

        public async Task DisposeAsync()
        {
            if (_sample is not null)
            {
                await _sample.DisposeAsync();
            }
        }
    }
}
