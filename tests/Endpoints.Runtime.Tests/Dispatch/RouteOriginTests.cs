using Endpoints.Connections;
using Endpoints.Connections.Memory;
using Endpoints.Dispatch;
using Endpoints.Handshake;
using Endpoints.Options;
using Endpoints.Runtime.Tests.Handshake;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using static Endpoints.Runtime.Tests.Options.TestEndpoints;

namespace Endpoints.Runtime.Tests.Dispatch;

/// <summary>What the options admit besides what the endpoint itself does: whatever any of them admits.</summary>
public sealed class RouteOriginTests
{
    private readonly WebSocketEndpointOptions _options = new();
    private readonly Descriptor _endpoint = new(typeof(ChatEndpoint), "/rooms/{room}");

    [Theory]
    [InlineData("http://example.com", true)] // the endpoint's own
    [InlineData("https://attribute.example", true)]
    [InlineData("https://server.example", true)]
    [InlineData("https://widest.example", true)]
    [InlineData("https://pattern.example", true)]
    [InlineData("https://endpoint.example", true)]
    [InlineData("https://other.example", false)] // listed for other routes and endpoints only
    [InlineData("null", false)]
    public void What_any_rule_admits_is_admitted(string origin, bool isAdmitted)
    {
        _options.Origins.Add("https://server.example");
        _options.ForPattern("/**", rule => rule.Origins.Add("https://widest.example"));
        _options.ForPattern("/rooms/*", rule => rule.Origins.Add("https://pattern.example"));
        _options.ForPattern("/news", rule => rule.Origins.Add("https://other.example"));
        _options.ForEndpoint<ChatEndpoint>(rule => rule.Origins.Add("https://endpoint.example"));
        _options.ForEndpoint<NewsEndpoint>(rule => rule.Origins.Add("https://other.example"));

        var expected = isAdmitted ? HandshakeFault.None : HandshakeFault.OriginNotAllowed;
        Assert.Equal(expected, Validate(Route(), $"Origin: {origin}"));
    }

    [Fact]
    public void Only_the_origin_is_forgiven()
    {
        _options.ForPattern("/**", rule => rule.Origins.Add("*"));

        Assert.Equal(HandshakeFault.None, Validate(Route(), "Origin: https://anybody.example"));
        Assert.Equal(HandshakeFault.KeyMissing, Validate(Route(), "Origin: https://anybody.example", "Sec-WebSocket-Key:"));
    }

    [Fact]
    public void Origins_that_contradict_each_other_are_admitted_by_a_star_only()
    {
        var head = RequestHead.Upgrade().With("Origin: https://a.example").With("Origin: https://b.example").Build();
        _options.ForPattern("/**", rule => rule.Origins.Add("https://a.example"));
        Assert.Equal(HandshakeFault.OriginNotAllowed, Route().Validate(in head).Fault);

        _options.ForPattern("/**", rule => rule.Origins.Add("*"));
        Assert.Equal(HandshakeFault.None, Route().Validate(in head).Fault);
    }

    [Theory]
    [InlineData(HeadProcessor.MaxHeaders)]
    [InlineData(HeadProcessor.MaxHeaders + 1)]
    public void Heads_of_every_size_are_asked_about_again(int headers)
    {
        _options.ForPattern("/**", rule => rule.Origins.Add("https://a.example"));
        var request = RequestHead.Upgrade("Origin: https://a.example");
        while (request.Build().HeaderCount < headers)
        {
            request.With("X-More: v");
        }

        var head = request.Build();
        Assert.Equal(HandshakeFault.None, Route().Validate(in head).Fault);
    }

    [Fact]
    public void Nothing_is_added_where_no_rule_has_origins()
    {
        _options.ForPattern("/rooms/*", rule => rule.MaxFrameSize = 5);
        _options.ForEndpoint<NewsEndpoint>(rule => rule.CorsPolicy = "partners");

        Assert.Null(AddedOrigins.Of(_options, RuleStack.Of(_options, _endpoint)));
        Assert.Empty(Route().CorsPolicies);
    }

    [Fact]
    public void The_log_has_the_origin_and_the_rules_that_were_asked()
    {
        _options.Origins.Add("https://server.example");
        _options.ForPattern("/rooms/*", rule => rule.CorsPolicy = "partners");
        var log = new Lines();

        var head = RequestHead.Upgrade("Origin: https://evil\u009b31m").Build();
        Route().LogRefusedOrigin(log, in head);
        Route().LogRefusedOrigin(log, new string('x', 1000), "[DisableCors]");

        const string Rules = "WebSocketEndpointOptions.ForPattern(\"/rooms/*\").CorsPolicy (partners)";
        Assert.Equal(
            "23: The origin https://evil\\u009B31m is not admitted at /rooms/{room}. Asked: the endpoint's own check (same origin, and Origins of "
            + $"its attribute), and of the options WebSocketEndpointOptions.Origins (https://server.example); {Rules}.",
            log.Written[0]);
        Assert.Contains($"The origin {new string('x', 200)}... is not", log.Written[1], StringComparison.Ordinal);
        Assert.Contains($"{Rules}; [DisableCors].", log.Written[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Other_options_are_for_new_sessions()
    {
        var route = Route();
        var before = route.Sessions;

        Assert.False(Apply(route));
        Assert.Same(before, route.Sessions);

        _options.ForPattern("/rooms/**", rule => (rule.MaxFrameSize, rule.CorsPolicy) = (7, "partners"));
        Assert.True(Apply(route));
        Assert.NotSame(before, route.Sessions);
        Assert.Equal((7, before.Registry), (route.Limits.Receive.MaxFrameSize, route.Sessions.Registry));
        Assert.NotEqual(7, before.Limits.Receive.MaxFrameSize);
        Assert.Equal(["partners"], route.CorsPolicies);

        var after = route.Sessions;
        _options.Origins.Add("https://server.example");
        Assert.True(Apply(route));
        Assert.Same(after, route.Sessions);
        Assert.Equal(HandshakeFault.None, Validate(route, "Origin: https://server.example"));
    }

    private static HandshakeFault Validate(EndpointRoute route, params string[] headers)
    {
        var head = RequestHead.Upgrade(headers).Build();
        return route.Validate(in head).Fault;
    }

    private bool Apply(EndpointRoute route)
    {
        var rules = RuleStack.Of(_options, _endpoint);
        return route.Apply(ConnectionLimits.Resolve(_options, null, rules), AddedOrigins.Of(_options, rules));
    }

    private EndpointRoute Route()
    {
        var rules = RuleStack.Of(_options, _endpoint);
        var sessions = new EndpointSessions(
            ConnectionLimits.Resolve(_options, null, rules), new SessionRegistry(), TimeProvider.System, NullLogger.Instance, new MemoryBudget(null), null);
        return new EndpointRoute(_endpoint, sessions, null!, AddedOrigins.Of(_options, rules));
    }

    private sealed class Lines : ILogger
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add($"{eventId.Id}: {formatter(state, exception)}");
    }
}
