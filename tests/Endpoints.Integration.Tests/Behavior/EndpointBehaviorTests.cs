using Endpoints.Options;
using Endpoints.Protocol;
using Endpoints.TestKit.Doors;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.Behavior;

/// <summary>How endpoints behave, whatever door they are behind. Each door derives from it and adds nothing but itself.</summary>
public abstract partial class EndpointBehaviorTests : IAsyncLifetime
{
    private readonly Journal _journal = new();
    private ITestDoor _door = null!;

    private protected abstract Task<ITestDoor> StartAsync(Action<WebSocketEndpointOptions> configure, Action<IServiceCollection> addServices);

    public async Task InitializeAsync() => _door = await StartAsync(Configure, AddServices);

    private void AddServices(IServiceCollection services)
    {
        services.AddSingleton(_journal).AddSingleton<Gate>().AddScoped<ScopedThing>();
        StagingEnvironment.Add(services);
        QueryAuthorizer.AddTo(services);
        AddLog(services);
        MappedHandlers.AddTo(services);
        services.AddSingleton<IMessageTraceContext, FirstLineTraceContext>();
    }

    public async Task DisposeAsync() => await _door.DisposeAsync();

    private async Task<RawPeer> ConnectAsync() => new(await _door.ConnectAsync());

    private async Task<RawPeer> OpenAsync(string path, params string[] headers)
    {
        var peer = await ConnectAsync();
        await peer.OpenAsync(path, headers);
        return peer;
    }

    [Fact]
    public async Task Echoes_text_as_text_and_binary_as_binary()
    {
        await using var peer = await OpenAsync("/echo");

        await peer.SendAsync(FrameBuilder.Text("héllo"), FrameBuilder.Binary([1, 2, 3]), FrameBuilder.Text(""));

        Assert.Equal("héllo", await peer.ReadTextAsync());
        var binary = await peer.ReadFrameAsync();
        Assert.Equal(Opcode.Binary, binary.Opcode);
        Assert.Equal([1, 2, 3], binary.Payload);
        Assert.Equal("", await peer.ReadTextAsync());
    }

    [Theory]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(100_000)]
    public async Task Echoes_messages_of_every_length_form(int length)
    {
        await using var peer = await OpenAsync("/echo");
        var payload = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();

        await peer.SendAsync(FrameBuilder.Binary(payload));

        Assert.Equal(payload, (await peer.ReadFrameAsync()).Payload);
    }

    [Fact]
    public async Task Everything_works_byte_by_byte()
    {
        await using var peer = await ConnectAsync();
        byte[] conversation =
        [
            .. System.Text.Encoding.ASCII.GetBytes(RawPeer.Request("/echo")),
            .. FrameBuilder.Fragments(Opcode.Text, "fragmented"u8.ToArray(), [3, 3]),
            .. FrameBuilder.Ping("p"),
            .. FrameBuilder.Close(1000),
        ];

        foreach (var single in conversation)
        {
            await peer.SendAsync([single]);
        }

        Assert.Equal(101, (await peer.ReadResponseAsync()).Status);
        Assert.Equal("fragmented", await peer.ReadTextAsync());
        Assert.Equal(Opcode.Pong, (await peer.ReadFrameAsync()).Opcode);
        Assert.Equal(1000, await peer.ReadCloseAsync());
        Assert.True(await peer.IsAtEndAsync());
    }

    [Fact]
    public async Task Frames_right_behind_the_handshake_are_not_lost()
    {
        await using var peer = await ConnectAsync();

        await peer.SendAsync(System.Text.Encoding.ASCII.GetBytes(RawPeer.Request("/echo")), FrameBuilder.Text("early"));

        Assert.Equal(101, (await peer.ReadResponseAsync()).Status);
        Assert.Equal("early", await peer.ReadTextAsync());
    }

    [Fact]
    public async Task A_message_at_the_limit_passes_and_one_past_it_is_closed_with_1009()
    {
        await using var peer = await OpenAsync("/echo");
        await peer.SendAsync(FrameBuilder.Fragments(Opcode.Binary, new byte[200_000], [100_000]));
        Assert.Equal(200_000, (await peer.ReadFrameAsync()).Payload.Length);

        await peer.SendAsync(FrameBuilder.Fragments(Opcode.Binary, new byte[200_001], [100_000, 50_000]));

        Assert.Equal(1009, await peer.ReadCloseAsync());
        await peer.SendAsync(FrameBuilder.Close(1009));
        Assert.True(await peer.IsAtEndAsync());
    }

    [Fact]
    public async Task A_frame_past_its_limit_is_closed_with_1009()
    {
        await using var peer = await OpenAsync("/echo");

        await peer.SendAsync(FrameBuilder.Header(Opcode.Binary, 100_001));

        Assert.Equal(1009, await peer.ReadCloseAsync());
    }

    [Fact]
    public async Task Broken_text_is_closed_with_1007_and_an_unmasked_frame_with_1002()
    {
        await using var broken = await OpenAsync("/echo");
        await broken.SendAsync(FrameBuilder.Text([0xC3, 0x28]));
        Assert.Equal(1007, await broken.ReadCloseAsync());

        await using var unmasked = await OpenAsync("/echo");
        await unmasked.SendAsync(FrameBuilder.Text("x", mask: false));
        Assert.Equal(1002, await unmasked.ReadCloseAsync());
    }

    [Fact]
    public async Task Route_values_are_bound_to_typed_parameters()
    {
        await using var peer = await OpenAsync("/rooms/caf%C3%A9%20one/42/green");

        await peer.SendAsync(FrameBuilder.Text("four"));

        Assert.Equal("café one|42|Green|4", await peer.ReadTextAsync());
    }

    [Theory]
    [InlineData("/rooms/a/b/green", 404)] // the constraint does not hold
    [InlineData("/rooms/a/1/blue", 400)] // the value does not parse
    [InlineData("/nowhere", 404)]
    [InlineData("/query", 400)] // missing
    [InlineData("/query?number=x", 400)]
    [InlineData("/broken", 500)]
    public async Task What_cannot_be_bound_or_found_is_answered_before_the_upgrade(string path, int status)
    {
        await using var peer = await ConnectAsync();

        Assert.Equal(status, (await peer.ExchangeAsync(RawPeer.Request(path))).Status);
    }

    [Fact]
    public async Task Query_and_header_values_are_bound()
    {
        await using var some = await OpenAsync("/query?number=7");
        Assert.Equal("7|-|-", await some.ReadTextAsync());

        await using var all = await OpenAsync("/query?opt=a%20b&number=-1", "X-Trace: 0f8fad5b-d9cb-469f-a165-70867728950e");
        Assert.Equal("-1|a b|0f8fad5b-d9cb-469f-a165-70867728950e", await all.ReadTextAsync());
    }

    [Theory]
    [InlineData("v10.stomp, v11.stomp", "v10.stomp")]
    [InlineData("v11.stomp, v10.stomp", "v11.stomp")]
    [InlineData("other,\t v11.stomp", "v11.stomp")]
    [InlineData("Chat.V1", "Chat.V1")]
    [InlineData("chat.v1", null)]
    [InlineData("other", null)]
    public async Task The_sub_protocol_is_the_clients_first_that_is_offered(string offered, string? agreed)
    {
        await using var peer = await ConnectAsync();

        var response = await peer.OpenAsync("/protocols/client", $"Sec-WebSocket-Protocol: {offered}");

        Assert.Equal(agreed, response["Sec-WebSocket-Protocol"]);
        Assert.Equal(agreed ?? "none", await peer.ReadTextAsync());
    }

    [Fact]
    public async Task Handlers_of_a_sub_protocol_run_in_its_sessions_only()
    {
        await using var bound = await OpenAsync("/protocols/client", "Sec-WebSocket-Protocol: v11.stomp");
        await using var unbound = await OpenAsync("/protocols/client");

        await bound.SendAsync(FrameBuilder.Text("x"));
        await unbound.SendAsync(FrameBuilder.Text("x"));

        Assert.Equal(["v11.stomp", "v11 x"], [await bound.ReadTextAsync(), await bound.ReadTextAsync()]);
        Assert.Equal(["none", "any"], [await unbound.ReadTextAsync(), await unbound.ReadTextAsync()]);
    }

    [Fact]
    public async Task The_servers_order_decides_by_option_and_an_agreement_can_be_demanded()
    {
        await using var peer = await ConnectAsync();
        Assert.Equal("b", (await peer.OpenAsync("/protocols/server", "Sec-WebSocket-Protocol: a", "Sec-WebSocket-Protocol: b"))["Sec-WebSocket-Protocol"]);

        await using var other = await ConnectAsync();
        Assert.Equal(400, (await other.ExchangeAsync(RawPeer.Request("/protocols/server", "Sec-WebSocket-Protocol: c"))).Status);
    }

    [Theory]
    [InlineData("/echo", "http://localhost", 101)]
    [InlineData("/echo", "http://evil.example", 403)]
    [InlineData("/echo", "null", 403)]
    [InlineData("/origins", "https://app.example.com", 101)]
    [InlineData("/origins", "https://a.b.example.org", 101)]
    [InlineData("/origins", "https://example.org", 403)]
    [InlineData("/origins", "https://evilexample.org", 403)]
    public async Task Origins_are_the_own_one_and_those_declared(string path, string origin, int status)
    {
        await using var peer = await ConnectAsync();

        Assert.Equal(status, (await peer.ExchangeAsync(RawPeer.Request(path, $"Origin: {origin}"))).Status);
    }

    [Fact]
    public async Task Plain_http_and_other_versions_get_426_with_what_is_needed()
    {
        await using var plain = await ConnectAsync();
        var response = await plain.ExchangeAsync("GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Assert.Equal((426, "websocket", "13"), (response.Status, response["Upgrade"], response["Sec-WebSocket-Version"]));

        await using var old = await ConnectAsync();
        response = await old.ExchangeAsync(RawPeer.Request("/echo").Replace("Version: 13", "Version: 8", StringComparison.Ordinal));
        Assert.Equal((426, "13"), (response.Status, response["Sec-WebSocket-Version"]));
    }

    [Theory]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j")]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "X: y")]
    [InlineData("Connection: Upgrade", "Connection: keep-alive, TE")]
    [InlineData("Sec-WebSocket-Version: 13", "X: y")]
    public async Task A_malformed_handshake_is_refused(string right, string wrong)
    {
        await using var peer = await ConnectAsync();

        var response = await peer.ExchangeAsync(RawPeer.Request("/echo").Replace(right, wrong, StringComparison.Ordinal));

        Assert.InRange(response.Status, 400, 426);
    }
}
