using Endpoints.Connections;
using Endpoints.Generated;
using Endpoints.Options;
using Endpoints.Options.Configuration;
using Endpoints.Protocol;
using Microsoft.Extensions.Configuration;
using static Endpoints.Runtime.Tests.Options.TestEndpoints;

namespace Endpoints.Runtime.Tests.Options;

/// <summary>Which setting wins, row by row as docs/configuration.md has it.</summary>
public sealed class PrecedenceTests
{
    private const string Chat = "/rooms/{room}";

    // Each row has all of those below it; the first one wins. The number tells who it was.
    private static readonly (string Name, Action<World> Set)[] Rows =
    [
        ("configuration of the endpoint", world => world.Configuration["WebSocketEndpoints:Endpoints:ChatEndpoint:MaxSendQueueSize"] = "101"),
        ("code for the endpoint", world => world.Code.ForEndpoint<ChatEndpoint>(rule => rule.MaxSendQueueSize = 102)),
        ("attribute", world => world.Attribute = new EndpointSettings { MaxSendQueueSize = 103 }),
        ("configuration of a text pattern", world => world.AddPattern(0, "/rooms/*", 104)),
        ("code for a text pattern", world => world.Code.ForPattern("/rooms/*", rule => rule.MaxSendQueueSize = 105)),
        ("configuration of a wider pattern", world => world.AddPattern(1, "/rooms/**", 106)),
        ("code for a wider pattern", world => world.Code.ForPattern("/rooms/**", rule => rule.MaxSendQueueSize = 107)),
        ("configuration of the widest pattern", world => world.AddPattern(2, "/**", 108)),
        ("code for the widest pattern", world => world.Code.ForPattern("/**", rule => rule.MaxSendQueueSize = 109)),
        ("configuration of the server", world => world.Configuration["WebSocketEndpoints:MaxSendQueueSize"] = "110"),
        ("code for the server", world => world.Code.MaxSendQueueSize = 111),
    ];

    public static TheoryData<int> AllRows => [.. Enumerable.Range(0, Rows.Length)];

    [Theory]
    [MemberData(nameof(AllRows))]
    public void The_first_row_that_sets_something_wins(int first)
    {
        var world = new World();
        foreach (var (_, set) in Enumerable.Reverse(Rows[first..]))
        {
            set(world);
        }

        Assert.Equal(101 + first, world.Resolve().MaxSendQueueSize);
    }

    [Fact]
    public void Settings_are_chosen_one_by_one()
    {
        var world = new World { Attribute = new EndpointSettings { IdleTimeoutSeconds = -1 } };
        world.Code.SendTimeout = TimeSpan.FromSeconds(1);
        world.Code.ForPattern("/**", rule => (rule.CloseTimeout, rule.IdleTimeout) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20)));
        world.Code.ForPattern("/rooms/*", rule => rule.KeepAliveInterval = Timeout.InfiniteTimeSpan);
        world.Code.ForPattern("/news", rule => rule.SendTimeout = TimeSpan.FromSeconds(99));
        world.Code.ForEndpoint<NewsEndpoint>(rule => rule.SendTimeout = TimeSpan.FromSeconds(99));
        world.Configuration["WebSocketEndpoints:Endpoints:endpoints.runtime.tests.options.testendpoints.chatendpoint:KeepAliveTimeout"] = "00:00:04";

        var limits = world.Resolve();

        Assert.Equal(TimeSpan.FromSeconds(1), limits.SendTimeout);
        Assert.Equal(TimeSpan.FromSeconds(2), limits.CloseTimeout);
        Assert.Equal(Timeout.InfiniteTimeSpan, limits.KeepAliveInterval);
        Assert.Equal(TimeSpan.FromSeconds(4), limits.KeepAliveTimeout);
        Assert.Equal(Timeout.InfiniteTimeSpan, limits.IdleTimeout);
    }

    [Fact]
    public void Of_one_level_the_size_of_a_kind_goes_before_that_of_all_messages()
    {
        var world = new World();
        world.Code.MaxTextMessageSize = 10;
        world.Code.MaxMessageSize = 20;
        Assert.Equal(new ReceiveLimits(10, 20, 20), world.Resolve().Receive);

        world.Code.ForPattern("/**", rule => rule.MaxMessageSize = 30);
        Assert.Equal(new ReceiveLimits(30, 30, 30), world.Resolve().Receive);

        world.Code.ForPattern("/rooms/*", rule => rule.MaxBinaryMessageSize = 40);
        Assert.Equal(new ReceiveLimits(30, 40, 40), world.Resolve().Receive);

        world.Attribute = new EndpointSettings { MaxMessageSize = 50 };
        world.Code.ForEndpoint<ChatEndpoint>(rule => (rule.MaxTextMessageSize, rule.MaxFrameSize) = (5, 45));
        Assert.Equal(new ReceiveLimits(5, 50, 45), world.Resolve().Receive);
        Assert.Equal(new BodyLimits(5, 50, 45), world.Resolve().Body);

        world.Code.ForEndpoint<ChatEndpoint>(rule => (rule.MaxBinaryMessageSize, rule.MaxFrameSize) = (6, 1000));
        Assert.Equal(new ReceiveLimits(5, 6, 6), world.Resolve().Receive);
    }

    [Fact]
    public void A_message_that_is_read_while_it_arrives_has_no_limit_of_the_server()
    {
        var world = new World();
        (world.Code.MaxMessageSize, world.Code.MaxTextMessageSize, world.Code.MaxFrameSize) = (1000, 900, 100);
        Assert.Equal(BodyLimits.None, world.Resolve().Body);

        world.Code.ForPattern("/rooms/**", rule => rule.MaxTextMessageSize = 7);
        Assert.Equal(new BodyLimits(7, long.MaxValue, long.MaxValue), world.Resolve().Body);
    }

    [Fact]
    public void Compression_is_switched_by_the_first_rule_that_says_so_and_has_the_values_of_the_first_that_has_some()
    {
        var world = new World();
        Assert.Null(world.Resolve().Compression);

        world.Code.ForPattern("/**", rule => rule.Compression = new() { Threshold = 1 });
        Assert.Equal(1, world.Resolve().Compression!.Threshold);

        world.Code.ForPattern("/rooms/*", rule => rule.UseCompression = false);
        Assert.Null(world.Resolve().Compression);

        world.Code.ForEndpoint<ChatEndpoint>(rule => rule.UseCompression = true);
        Assert.Equal(1, world.Resolve().Compression!.Threshold);

        world.Configuration["WebSocketEndpoints:Endpoints:ChatEndpoint:Compression:Threshold"] = "2";
        Assert.Equal(2, world.Resolve().Compression!.Threshold);

        world.Configuration["WebSocketEndpoints:Endpoints:ChatEndpoint:Compression:Threshold"] = null;
        world.Configuration["WebSocketEndpoints:Endpoints:ChatEndpoint:Compression"] = "false";
        Assert.Null(world.Resolve().Compression);
    }

    [Fact]
    public void A_rule_that_switches_compression_off_does_so_whatever_its_values()
    {
        var world = new World();
        world.Code.ForEndpoint<ChatEndpoint>(rule => (rule.UseCompression, rule.Compression) = (false, new()));

        Assert.Null(world.Resolve().Compression);
    }

    /// <summary>Code, configuration and attribute of one endpoint.</summary>
    private sealed class World
    {
        public WebSocketEndpointOptions Code { get; } = new();

        public Dictionary<string, string?> Configuration { get; } = [];

        public EndpointSettings? Attribute { get; set; }

        public void AddPattern(int index, string pattern, int size)
        {
            Configuration[$"WebSocketEndpoints:Patterns:{index}:Pattern"] = pattern;
            Configuration[$"WebSocketEndpoints:Patterns:{index}:MaxSendQueueSize"] = $"{size}";
        }

        public ConnectionLimits Resolve()
        {
            Code.EndpointRules.RemoveAll(rule => rule.Place.IsConfigured);
            Code.PatternRules.RemoveAll(rule => rule.Place.IsConfigured);
            var present = Configuration.Where(pair => pair.Value is not null);
            OptionsSection.Apply(new ConfigurationBuilder().AddInMemoryCollection(present).Build(), Code);
            var endpoint = new Descriptor(typeof(ChatEndpoint), Chat, Attribute);
            var table = Table(endpoint, new Descriptor(typeof(NewsEndpoint), "/news"));
            Assert.Empty(new WebSocketEndpointOptionsValidator([table]).Validate(null, Code).Failures ?? []);
            return ConnectionLimits.Resolve(Code, Attribute, RuleStack.Of(Code, endpoint));
        }
    }
}
