using Endpoints.Dispatch.Handlers;
using Endpoints.Generated;
using Endpoints.Handshake;
using Endpoints.Options;
using Endpoints.Runtime.Tests.Handshake;
using Endpoints.TestKit.Connections;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Runtime.Tests.Dispatch.Handlers;

public sealed class HandlerDescriptorTests
{
    private static readonly string[] Offer = ["Sec-WebSocket-Protocol: v9, v1", "Sec-WebSocket-Protocol: v2"];

    [Theory]
    [InlineData(ProtocolPreference.Client, 1)]
    [InlineData(ProtocolPreference.Server, 0)]
    public void The_sub_protocol_is_the_first_of_whose_order_decides(ProtocolPreference preference, int expected)
    {
        var descriptor = Describe(options =>
        {
            options.Protocols = ["v2", "v1"];
            options.ProtocolPreference = preference;
        });

        Assert.Equal(expected, Validate(descriptor, Offer).ProtocolIndex);
        Assert.Equal(-1, Validate(descriptor).ProtocolIndex);
        Assert.Equal(-1, Validate(descriptor, "Sec-WebSocket-Protocol: V1").ProtocolIndex);
    }

    [Fact]
    public void A_client_without_a_common_sub_protocol_is_refused_where_one_is_demanded()
    {
        var descriptor = Describe(options =>
        {
            options.Protocols = ["v1"];
            options.RequireProtocol = true;
        });

        Assert.Equal(HandshakeFault.ProtocolNotAgreed, Validate(descriptor).Fault);
        Assert.Equal(HandshakeFault.ProtocolNotAgreed, Validate(descriptor, "Sec-WebSocket-Protocol: v2").Fault);
        Assert.Equal(0, Validate(descriptor, "Sec-WebSocket-Protocol: v1").ProtocolIndex);
    }

    [Theory]
    [InlineData("http://example.com", true)]
    [InlineData("https://partner.example", true)]
    [InlineData("https://a.b.partner.example:8443", true)]
    [InlineData("https://evil.example", false)]
    [InlineData("null", false)]
    public void Origins_are_the_own_one_and_those_listed(string origin, bool isAdmitted)
    {
        var listed = Describe(options => options.Origins = ["https://partner.example", "https://*.partner.example:8443"]);
        var any = Describe(options => options.Origins = ["https://x.example", "*"]);

        Assert.Equal(isAdmitted, Validate(listed, "Origin: " + origin).IsAccepted);
        Assert.Equal(origin == "http://example.com", Validate(Describe(), "Origin: " + origin).IsAccepted);
        Assert.True(Validate(any, "Origin: " + origin).IsAccepted);
        Assert.True(Validate(listed).IsAccepted);
    }

    [Fact]
    public void What_is_no_handshake_is_refused_first()
    {
        var descriptor = Describe(options =>
        {
            options.Protocols = ["v1"];
            options.RequireProtocol = true;
        });

        Assert.Equal(HandshakeFault.UpgradeRequired, Validate(descriptor, "Upgrade:").Fault);
    }

    [Fact]
    public void Deciding_allocates_nothing()
    {
        var descriptor = Describe(options =>
        {
            options.Protocols = ["v2", "v1"];
            options.Origins = ["https://partner.example"];
        });
        var head = RequestHead.Upgrade([.. Offer, "Origin: https://partner.example"]).Build();
        descriptor.Validate(in head);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            descriptor.Validate(in head);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Limits_become_settings()
    {
        var settings = Describe(options =>
        {
            options.MaxMessageSize = 1000;
            options.MaxFrameSize = 100;
            options.MaxSendQueueSize = 10;
            options.MaxSendQueueMessages = 5;
            options.SendPolicy = SendPolicy.Disconnect;
            options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
            options.KeepAliveTimeout = TimeSpan.FromSeconds(2);
            options.IdleTimeout = TimeSpan.FromDays(1);
            options.CloseTimeout = TimeSpan.FromSeconds(1);
            options.Compression = EndpointCompression.On;
            options.ResumesOnThreadPool = true;
        }).Settings;

        Assert.Equal(
            new EndpointSettings
            {
                MaxMessageSize = 1000,
                MaxFrameSize = 100,
                MaxSendQueueSize = 10,
                MaxSendQueueMessages = 5,
                SendPolicy = SendPolicy.Disconnect,
                KeepAliveIntervalSeconds = -1,
                KeepAliveTimeoutSeconds = 2,
                IdleTimeoutSeconds = 86_400,
                CloseTimeoutSeconds = 1,
                Compression = true,
                ResumesOnThreadPool = true,
            },
            settings);
        Assert.Equal(new EndpointSettings(), Describe().Settings);
    }

    [Fact]
    public void Sub_protocols_are_the_handlers_unless_the_options_name_others()
    {
        Assert.Equal(["own"], Describe(HandlerSource.Of(new Speaker(new Voice()))).Protocols);
        Assert.Equal(["other"], Describe(HandlerSource.Of(new Speaker(new Voice())), options => options.Protocols = ["other"]).Protocols);
        Assert.Empty(Describe(HandlerSource.Of(new Speaker(new Voice())), options => options.Protocols = []).Protocols);
    }

    [Fact]
    public void A_handler_for_each_session_is_asked_once_and_only_where_the_options_say_nothing()
    {
        var voice = new Voice();
        using var services = new ServiceCollection().AddSingleton(voice).BuildServiceProvider();

        Assert.Equal(["own"], Describe(HandlerSource.Of<Speaker>(), services: services).Protocols);
        Assert.Equal((1, 1), (voice.Made, voice.Disposed));
        Describe(HandlerSource.Of<Speaker>(), options => options.Protocols = [], services);
        Assert.Equal(1, voice.Made);
    }

    [Fact]
    public void A_handler_that_cannot_be_asked_says_what_to_do()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Describe(HandlerSource.Of<Speaker>()));

        Assert.Contains("Speaker", error.Message, StringComparison.Ordinal);
        Assert.Contains("WebSocketHandlerOptions.Protocols", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.InnerException);
    }

    [Fact]
    public async Task Each_session_has_a_handler_of_its_own_from_its_services()
    {
        var voice = new Voice();
        await using var services = new ServiceCollection().AddSingleton(voice).BuildServiceProvider();
        var descriptor = Describe(HandlerSource.Of<Speaker>(), options => options.Protocols = [], services);
        var handshake = new FakeHandshake { Provider = services };

        var first = (HandlerDispatcher)descriptor.Activate(handshake).Dispatcher!;
        var second = (HandlerDispatcher)descriptor.Activate(handshake).Dispatcher!;
        Assert.NotSame(first.Handler, second.Handler);
        await first.DisposeAsync();

        Assert.Equal((2, 1), (voice.Made, voice.Disposed));
    }

    [Fact]
    public void Attributes_of_class_and_lambda_are_metadata()
    {
        var descriptor = Describe(HandlerSource.Of(new Guarded()), options => options.OnlyUpgrades = true);
        Assert.Equal("chat", descriptor.Metadata.OfType<AuthorizeAttribute>().Single().Policy);
        Assert.Single(descriptor.Metadata.OfType<OnlyUpgradesAttribute>());
        Assert.Equal(2, descriptor.Metadata.Count);

        var lambda = Describe(HandlerSource.Of([Authorize] (_, _) => default));
        Assert.IsType<AuthorizeAttribute>(Assert.Single(lambda.Metadata));
        Assert.Empty(Describe().Metadata);
    }

    [Fact]
    public void A_handler_with_Authorize_demands_a_user_unless_it_allows_anybody()
    {
        Assert.True(Describe(HandlerSource.Of(new Guarded())).DemandsUser);
        Assert.True(Describe(HandlerSource.Of([Authorize] (_, _) => default)).DemandsUser);
        Assert.False(Describe(HandlerSource.Of([Authorize, AllowAnonymous] (_, _) => default)).DemandsUser);
        Assert.False(Describe().DemandsUser);
    }

    private static HandlerDescriptor Describe(Action<WebSocketHandlerOptions>? configure = null) =>
        Describe(HandlerSource.Of((_, _) => default), configure);

    private static HandlerDescriptor Describe(
        HandlerSource handlers, Action<WebSocketHandlerOptions>? configure = null, ServiceProvider? services = null)
    {
        using var nothing = new ServiceCollection().BuildServiceProvider();
        return HandlerRoute.Create("/chat", handlers, configure).Describe(services ?? nothing);
    }

    private static HandshakeVerdict Validate(HandlerDescriptor descriptor, params string[] lines) =>
        descriptor.Validate(RequestHead.Upgrade(lines).Build());

    private sealed class Voice
    {
        public int Made { get; set; }

        public int Disposed { get; set; }
    }

    private sealed class Speaker : IWebSocketHandler, IDisposable
    {
        private readonly Voice _voice;

        public Speaker(Voice voice)
        {
            _voice = voice;
            voice.Made++;
        }

        public IReadOnlyList<string> SubProtocols => ["own"];

        public ValueTask HandleAsync(WebSocketSession session, CancellationToken cancellationToken) => default;

        public void Dispose() => _voice.Disposed++;
    }

    [Authorize("chat")]
    private sealed class Guarded : IWebSocketHandler
    {
        public ValueTask HandleAsync(WebSocketSession session, CancellationToken cancellationToken) => default;
    }
}
