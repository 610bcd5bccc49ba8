using System.Buffers;
using System.Text;
using Endpoints.Connections;
using Endpoints.Connections.Memory;
using Endpoints.Dispatch;
using Endpoints.Generated;
using Endpoints.Handshake;
using Endpoints.Options;
using Endpoints.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Runtime.Tests.Dispatch;

public class HeadHandshakeTests
{
    private readonly SharedHeads _heads = new();

    [Fact]
    public void A_plain_target_is_read_back()
    {
        var handshake = Read("/rooms/blue?n=1&name=a+b%21&n=2");

        Assert.Equal("/rooms/blue", handshake.Path);
        Assert.Equal("?n=1&name=a+b%21&n=2", handshake.QueryString);
        Assert.Equal("blue", handshake.GetRouteValue("ROOM"));
        Assert.Null(handshake.GetRouteValue("other"));
        Assert.Equal("1", handshake.GetQueryValue("n"));
        Assert.Equal("a b!", handshake.GetQueryValue("Name"));
        Assert.Null(handshake.GetQueryValue("none"));
    }

    [Fact]
    public void An_encoded_path_is_decoded_and_the_query_is_not()
    {
        var handshake = Read("/rooms/gr%C3%BCn?q=%20", decodedPath: "/rooms/grün");

        Assert.Equal("/rooms/grün", handshake.Path);
        Assert.Equal("?q=%20", handshake.QueryString);
        Assert.Equal("grün", handshake.GetRouteValue("room"));
        Assert.Equal("v", handshake.GetHeaderValue("X-Any"));
    }

    [Fact]
    public void A_value_that_the_path_leaves_out_is_null() => Assert.Null(Read("/rooms/").GetRouteValue("room"));

    [Fact]
    public void Headers_are_found_in_any_case_and_joined_whether_they_are_shared_or_not()
    {
        var handshake = Read("/rooms/x");

        Assert.Equal("example.com", handshake.GetHeaderValue("host"));
        Assert.Equal("a=1; b=2", handshake.GetHeaderValue("COOKIE"));
        Assert.Equal("gzip,br", handshake.GetHeaderValue("Accept-Encoding"));
        Assert.Equal("", handshake.GetHeaderValue("X-Empty"));
        Assert.Null(handshake.GetHeaderValue("X-None"));
        Assert.Null(handshake.GetHeaderValue(""));
    }

    [Fact]
    public void All_headers_are_named_once_whether_they_are_shared_or_not() => Assert.Equal(
        ["accept-encoding", "cookie", "host", "sec-websocket-key", "x-any", "x-empty"],
        Read("/rooms/x").GetHeaderNames().Select(name => name.ToLowerInvariant()).Order(StringComparer.Ordinal));

    [Fact]
    public void Cookies_are_found_by_name_over_several_lines()
    {
        var handshake = Read("/rooms/x");

        Assert.Equal("1", handshake.GetCookieValue("a"));
        Assert.Equal("2", handshake.GetCookieValue("b"));
        Assert.Null(handshake.GetCookieValue("A"));
        Assert.Throws<ArgumentNullException>(() => handshake.GetCookieValue(null!));
    }

    [Theory]
    [InlineData(false, "ws://example.com/rooms/gr%C3%BCn?q=%20")]
    [InlineData(true, "wss://example.com/rooms/gr%C3%BCn?q=%20")]
    public void The_address_is_what_the_client_asked_for(bool isSecure, string address)
    {
        var handshake = Read("/rooms/gr%C3%BCn?q=%20", decodedPath: "/rooms/grün", isSecure: isSecure);

        Assert.True(handshake.Uri.IsAbsoluteUri);
        Assert.Equal(address, handshake.Uri.AbsoluteUri);
    }

    [Fact]
    public void Lines_that_are_alike_are_kept_once_and_large_ones_apart()
    {
        var lines = "some lines"u8;

        Assert.Same(_heads.Get(lines), _heads.Get(lines));
        Assert.NotSame(_heads.Get(new byte[2049]), _heads.Get(new byte[2049]));
        Assert.Same(_heads.Get(new byte[2048]), _heads.Get(new byte[2048]));
        Assert.Equal(lines.ToArray(), _heads.Get(lines));
    }

    [Fact]
    public async Task Services_are_made_when_they_are_asked_for_and_end_with_the_session()
    {
        await using var services = new ServiceCollection().AddScoped<Held>().BuildServiceProvider(validateScopes: true);
        var connection = new DoorConnection(services.GetRequiredService<IServiceScopeFactory>());

        var held = connection.Services.GetRequiredService<Held>();
        Assert.Same(held, connection.Services.GetRequiredService<Held>());
        await connection.DisposeAsync();
        await connection.DisposeAsync();

        Assert.Equal(1, held.Disposals);
        Assert.Throws<ObjectDisposedException>(() => connection.Services);
    }

    [Fact]
    public async Task Services_that_nobody_asked_for_are_not_made_at_the_end()
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        var connection = new DoorConnection(services.GetRequiredService<IServiceScopeFactory>());

        await connection.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => connection.Services);
    }

    [Fact]
    public async Task Services_of_the_door_are_left_to_it()
    {
        await using var services = new ServiceCollection().AddSingleton<Held>().BuildServiceProvider();
        var connection = new DoorConnection(services);

        await connection.DisposeAsync();

        Assert.Equal(0, connection.Services.GetRequiredService<Held>().Disposals);
    }

    private HeadHandshake Read(string target, string? decodedPath = null, bool isSecure = false)
    {
        var text = $"GET {target} HTTP/1.1\r\nHost: example.com\r\nCookie: a=1\r\nAccept-Encoding: gzip\r\nX-Empty:\r\n"
            + "X-Any: v\r\naccept-encoding: br\r\ncookie: b=2\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        var fields = new HeaderField[HeadProcessor.MaxHeaders];
        HeadProgress progress = default;
        var status = RequestHeadParser.TryParse(
            Encoding.ASCII.GetBytes(text), fields, HeadProcessor.MaxHeadSize, false, ref progress, out var head, out _, out _);
        Assert.Equal(RequestHeadStatus.Complete, status);
        var path = Encoding.UTF8.GetBytes(decodedPath ?? target.Split('?')[0]);
        var match = default(RouteMatch);
        match.Capture(0, "/rooms/".Length, path.Length - "/rooms/".Length);
        return new HeadHandshake(Route(), -1, in head, path, in match, new DoorConnection(EmptyServices()) { IsSecure = isSecure }, _heads);
    }

    private static ServiceProvider EmptyServices() => new ServiceCollection().BuildServiceProvider();

    private static EndpointRoute Route() => new(
        new RoomDescriptor(),
        new EndpointSessions(
            ConnectionLimits.Resolve(new WebSocketEndpointOptions(), null),
            new SessionRegistry(),
            TimeProvider.System,
            NullLogger.Instance,
            new MemoryBudget(null),
            null),
        EmptyServices());

    private sealed class Held : IDisposable
    {
        public int Disposals { get; private set; }

        public void Dispose() => Disposals++;
    }

    private sealed class RoomDescriptor : EndpointDescriptor
    {
        public override Type EndpointType => typeof(RoomDescriptor);

        public override string Pattern => "/rooms/{room}";

        public override IReadOnlyList<string> ParameterNames => ["room"];

        public override HandshakeVerdict Validate(in HandshakeHead head) => HandshakeVerdict.Accept(-1);

        public override EndpointActivation Activate(WebSocketHandshake handshake) => throw new NotSupportedException();
    }
}
