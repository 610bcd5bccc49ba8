using System.Text;
using Endpoints.Options;
using Endpoints.Options.Configuration;
using Microsoft.Extensions.Configuration;
using static Endpoints.Runtime.Tests.Options.TestEndpoints;

namespace Endpoints.Runtime.Tests.Options.Configuration;

public sealed class OptionsSectionTests
{
    [Fact]
    public void Every_setting_of_the_server_can_be_configured()
    {
        var options = Read(
            """
            "MaxMessageSize": 1000, "MaxTextMessageSize": 1001, "MaxBinaryMessageSize": 1002, "MaxFrameSize": 1000, "MaxSendQueueSize": 1003,
            "MaxSendQueueMessages": 50, "SendPolicy": "keeplatest", "MaxSessionBufferedBytes": 70000, "MaxBufferedBytes": null,
            "HandshakeTimeout": "00:00:01", "KeepAliveInterval": "infinite", "KeepAliveTimeout": "00:00:02", "IdleTimeout": "00:00:03",
            "SendTimeout": "00:00:04", "CloseTimeout": "00:00:05", "ShutdownTimeout": "00:00:00.5", "ShutdownDelay": "00:00:06",
            "Compression": { "Threshold": 1, "ServerContextTakeover": true, "ClientContextTakeover": true, "ServerMaxWindowBits": 9, "ClientMaxWindowBits": 10 },
            "TraceMessages": true, "Origins": [ "https://a.example", "https://*.b.example" ]
            """);

        Assert.Empty(Failures(options));
        long?[] sizes =
        [
            options.MaxMessageSize, options.MaxTextMessageSize, options.MaxBinaryMessageSize, options.MaxFrameSize, options.MaxSendQueueSize,
            options.MaxSendQueueMessages, options.MaxSessionBufferedBytes, options.MaxBufferedBytes,
        ];
        Assert.Equal([1000, 1001, 1002, 1000, 1003, 50, 70000, null], sizes);
        Assert.Equal(SendPolicy.KeepLatest, options.SendPolicy);
        double[] seconds =
        [
            options.HandshakeTimeout.TotalSeconds, options.KeepAliveTimeout.TotalSeconds, options.IdleTimeout.TotalSeconds,
            options.SendTimeout.TotalSeconds, options.CloseTimeout.TotalSeconds, options.ShutdownTimeout.TotalSeconds,
            options.ShutdownDelay.TotalSeconds,
        ];
        Assert.Equal([1, 2, 3, 4, 5, 0.5, 6], seconds);
        Assert.Equal(Timeout.InfiniteTimeSpan, options.KeepAliveInterval);
        var compression = options.Compression!;
        Assert.Equal((1, true, true), (compression.Threshold, compression.ServerContextTakeover, compression.ClientContextTakeover));
        Assert.Equal((9, 10), (compression.ServerMaxWindowBits, compression.ClientMaxWindowBits));
        Assert.True(options.TraceMessages);
        Assert.Equal(["https://a.example", "https://*.b.example"], options.Origins);
    }

    [Fact]
    public void Limits_of_clients_can_be_configured_for_all_and_for_some()
    {
        const string Settings =
            """
            "MaxSessions": 1, "MaxSessionsPerAddress": 2, "MaxSessionsPerUser": 3,
            "RateLimit": { "Messages": 4, "MessageBurst": 5, "Bytes": 6, "ByteBurst": 7, "Period": "00:00:08", "Action": "delay" }
            """;
        var options = Read($$"""
            {{Settings}}, "SessionLimitRetryAfter": "00:00:09", "CloseBeyondSessionLimit": true,
            "MaxHandshakesPerAddress": 10, "HandshakeRatePeriod": "00:00:11", "Ipv6PrefixLength": 56,
            "Patterns": [ { "Pattern": "/rooms/**", {{Settings}} } ],
            "Endpoints": { "ChatEndpoint": { "RateLimit": false } }
            """);

        Assert.Empty(Failures(options));
        var rule = Assert.Single(options.PatternRules).Rule;
        Assert.Equal([1, 2, 3, 1, 2, 3], new[]
        {
            options.MaxSessions, options.MaxSessionsPerAddress, options.MaxSessionsPerUser,
            rule.MaxSessions, rule.MaxSessionsPerAddress, rule.MaxSessionsPerUser,
        });
        foreach (var limit in new[] { options.RateLimit!, rule.RateLimit! })
        {
            Assert.Equal([4, 5, 6, 7], new[] { limit.Messages, limit.MessageBurst, limit.Bytes, limit.ByteBurst });
            Assert.Equal((TimeSpan.FromSeconds(8), RateLimitAction.Delay), (limit.Period, limit.Action));
        }

        Assert.Equal((9, true, 10), (options.SessionLimitRetryAfter.TotalSeconds, options.CloseBeyondSessionLimit, options.MaxHandshakesPerAddress));
        Assert.Equal((11, 56), (options.HandshakeRatePeriod.TotalSeconds, options.Ipv6PrefixLength));
        Assert.Null(Assert.Single(options.EndpointRules).Rule.RateLimit!.Messages);
    }

    [Fact]
    public void Every_property_of_the_options_has_a_key_and_no_other_has()
    {
        string[] properties = [.. typeof(WebSocketEndpointOptions).GetProperties().Select(property => property.Name)];
        foreach (var property in properties)
        {
            // A form that no setting takes: what is not known says so, what is known asks for another form.
            var faults = Read($"\"{property}\": {{ \"0\": {{ \"x\": \"y\" }} }}").ConfigurationFaults;
            Assert.DoesNotContain(faults, fault => fault.StartsWith($"WebSocketEndpoints:{property} is no setting", StringComparison.Ordinal));
            Assert.NotEmpty(faults);
        }

        string[] settings = [.. typeof(WebSocketEndpointRule).GetProperties().Select(property => property.Name).Except(["UseCompression"])];
        foreach (var setting in settings)
        {
            var faults = Read($"\"Endpoints\": {{ \"ChatEndpoint\": {{ \"{setting}\": {{ \"0\": {{ \"x\": \"y\" }} }} }} }}").ConfigurationFaults;
            Assert.DoesNotContain(faults, fault => fault.StartsWith($"WebSocketEndpoints:Endpoints:ChatEndpoint:{setting} is no", StringComparison.Ordinal));
            Assert.NotEmpty(faults);
        }
    }

    [Fact]
    public void Every_setting_of_a_rule_can_be_configured()
    {
        const string Settings =
            """
            "MaxMessageSize": 1, "MaxTextMessageSize": 2, "MaxBinaryMessageSize": 3, "MaxFrameSize": 4, "MaxSendQueueSize": 5,
            "MaxSendQueueMessages": 6, "SendPolicy": "DropOldest", "SendTimeout": "00:00:01", "IdleTimeout": "Infinite", "KeepAliveInterval": "00:00:02", "KeepAliveTimeout": "00:00:03",
            "CloseTimeout": "00:00:04", "Compression": true, "TraceMessages": false, "Origins": [ "*" ], "CorsPolicy": "partners"
            """;
        var options = Read($$"""
            "Patterns": [ { "Pattern": "/rooms/**", {{Settings}} } ], "Endpoints": { "ChatEndpoint": { {{Settings}} } }
            """);

        Assert.Empty(Failures(options));
        Assert.Equal("/rooms/**", Assert.Single(options.PatternRules).Pattern.Text);
        foreach (var rule in (WebSocketEndpointRule[])[options.PatternRules[0].Rule, Assert.Single(options.EndpointRules).Rule])
        {
            int?[] sizes =
            [
                rule.MaxMessageSize, rule.MaxTextMessageSize, rule.MaxBinaryMessageSize, rule.MaxFrameSize, rule.MaxSendQueueSize, rule.MaxSendQueueMessages,
            ];
            Assert.Equal([1, 2, 3, 4, 5, 6], sizes);
            Assert.Equal(SendPolicy.DropOldest, rule.SendPolicy);
            double?[] seconds =
            [
                rule.SendTimeout?.TotalSeconds, rule.KeepAliveInterval?.TotalSeconds, rule.KeepAliveTimeout?.TotalSeconds, rule.CloseTimeout?.TotalSeconds,
            ];
            Assert.Equal([1, 2, 3, 4], seconds);
            Assert.Equal(Timeout.InfiniteTimeSpan, rule.IdleTimeout);
            Assert.True(rule.UseCompression);
            Assert.False(rule.TraceMessages);
            Assert.Equal("partners", rule.CorsPolicy);
            Assert.Equal(["*"], rule.Origins);
        }
    }

    [Theory]
    [InlineData("\"IdleTimout\": \"00:01:00\"", "WebSocketEndpoints:IdleTimout is no setting; the nearest one is IdleTimeout.")]
    [InlineData("\"MaxMessageSize\": \"much\"", "WebSocketEndpoints:MaxMessageSize is 'much'; it must be a whole number.")]
    [InlineData("\"MaxMessageSize\": 2147483648", "WebSocketEndpoints:MaxMessageSize is '2147483648'; it must be a whole number.")]
    [InlineData("\"MaxMessageSize\": null", "WebSocketEndpoints:MaxMessageSize is empty; it must be a whole number.")]
    [InlineData("\"MaxMessageSize\": { \"a\": 1 }", "WebSocketEndpoints:MaxMessageSize is a section; it must be a whole number.")]
    [InlineData("\"MaxMessageSize\": 0", "WebSocketEndpoints:MaxMessageSize is 0; it must be 1 to 2147483591 bytes.")]
    [InlineData("\"IdleTimeout\": 30", "WebSocketEndpoints:IdleTimeout is '30'; it must be a duration such as 00:00:30, or Infinite.")]
    [InlineData("\"SendTimeout\": \"Infinite\"", "WebSocketEndpoints:SendTimeout is 'Infinite'; it must be a duration such as 00:00:30.")]
    [InlineData("\"SendTimeout\": \"00:00:00\"", "WebSocketEndpoints:SendTimeout is 00:00:00; it must be above 0 and at most one day.")]
    [InlineData("\"MaxSessions\": 0", "WebSocketEndpoints:MaxSessions is 0; it must be at least 1, or null for no limit.")]
    [InlineData("\"SessionLimitRetryAfter\": \"00:00:00\"", "WebSocketEndpoints:SessionLimitRetryAfter is 00:00:00; it must be above 0 and at most one day.")]
    [InlineData("\"MaxHandshakesPerAddress\": -1", "WebSocketEndpoints:MaxHandshakesPerAddress is -1; it must be at least 1, or null for no limit.")]
    [InlineData("\"Ipv6PrefixLength\": 0", "WebSocketEndpoints:Ipv6PrefixLength is 0; it must be 1 to 128.")]
    [InlineData("\"Ipv6PrefixLength\": 129", "WebSocketEndpoints:Ipv6PrefixLength is 129; it must be 1 to 128.")]
    [InlineData("\"RateLimit\": true", "WebSocketEndpoints:RateLimit is 'true'; it must be false or a section that says how much.")]
    [InlineData("\"RateLimit\": { \"Mesages\": 1 }", "WebSocketEndpoints:RateLimit:Mesages is no setting; the nearest one is Messages.")]
    [InlineData("\"RateLimit\": { \"Messages\": 0 }", "WebSocketEndpoints:RateLimit:Messages is 0; it must be at least 1, or null for no limit.")]
    [InlineData("\"RateLimit\": { \"MessageBurst\": 5 }", "WebSocketEndpoints:RateLimit:MessageBurst is 5, and Messages is not set; a burst is what may come at once of a rate.")]
    [InlineData("\"RateLimit\": { \"Bytes\": 1, \"ByteBurst\": 0 }", "WebSocketEndpoints:RateLimit:ByteBurst is 0; it must be at least 1, or null for as much as Bytes.")]
    [InlineData("\"RateLimit\": { \"Bytes\": 1, \"Period\": \"1.00:00:01\" }", "WebSocketEndpoints:RateLimit:Period is 1.00:00:01; it must be above 0 and at most one day.")]
    [InlineData("\"RateLimit\": { \"Bytes\": 1, \"Action\": \"1\" }", "WebSocketEndpoints:RateLimit:Action is '1'; it must be one of Close, Drop, Delay.")]
    [InlineData("\"Endpoints\": { \"ChatEndpoint\": { \"RateLimit\": { \"Bytes\": -1 } } }", "WebSocketEndpoints:Endpoints:ChatEndpoint:RateLimit:Bytes is -1; it must be at least 1, or null for no limit.")]
    [InlineData("\"MaxSendQueueMessages\": 0", "WebSocketEndpoints:MaxSendQueueMessages is 0; it must be at least 1, or null for no bound.")]
    [InlineData("\"SendPolicy\": \"2\"", "WebSocketEndpoints:SendPolicy is '2'; it must be one of Wait, DropNewest, DropOldest, KeepLatest, Disconnect.")]
    [InlineData("\"SendPolicy\": null", "WebSocketEndpoints:SendPolicy is empty; it must be one of Wait, DropNewest, DropOldest, KeepLatest, Disconnect.")]
    [InlineData("\"Patterns\": [ { \"Pattern\": \"/**\", \"MaxSendQueueMessages\": -1 } ]", "WebSocketEndpoints:Patterns:0:MaxSendQueueMessages is -1; it must be at least 1, or null for less specific rules.")]
    [InlineData("\"Compression\": \"maybe\"", "WebSocketEndpoints:Compression is 'maybe'; it must be true, false or a section.")]
    [InlineData("\"Compression\": { \"Treshold\": 1 }", "WebSocketEndpoints:Compression:Treshold is no setting; the nearest one is Threshold.")]
    [InlineData("\"Compression\": { \"Threshold\": -1 }", "WebSocketEndpoints:Compression:Threshold is -1; it must be 0 to 2147483591.")]
    [InlineData("\"Origins\": \"https://a.example\"", "WebSocketEndpoints:Origins is 'https://a.example'; it must be a list or a section.")]
    [InlineData("\"Origins\": [ \"a.example\" ]", "WebSocketEndpoints:Origins has 'a.example', which is no origin: It has no scheme, such as 'https://'.")]
    [InlineData("\"Patterns\": [ { \"IdleTimeout\": \"00:00:01\" } ]", "WebSocketEndpoints:Patterns:0:Pattern is missing; it says for which routes the settings are.")]
    [InlineData("\"Patterns\": [ { \"Pattern\": \"rooms\" } ]", "WebSocketEndpoints:Patterns:0:Pattern is 'rooms': it must begin with '/'.")]
    [InlineData("\"Patterns\": [ { \"Pattern\": \"/**\" }, { \"Pattern\": \"/**\" } ]", "WebSocketEndpoints:Patterns:1:Pattern is '/**', which WebSocketEndpoints:Patterns:0 is, too.")]
    [InlineData("\"Patterns\": [ { \"Pattern\": \"/**\", \"IdleTimeout\": \"-00:00:02\" } ]", "WebSocketEndpoints:Patterns:0:IdleTimeout is -00:00:02; it must be above 0 and at most one day, or Timeout.InfiniteTimeSpan.")]
    [InlineData("\"Patterns\": [ { \"Pattern\": \"/**\", \"Protocols\": [ \"v1\" ] } ]", "WebSocketEndpoints:Patterns:0:Protocols is no setting; there are Pattern, MaxMessageSize, MaxTextMessageSize, MaxBinaryMessageSize, MaxFrameSize, MaxSendQueueSize, MaxSendQueueMessages, SendPolicy, SendTimeout, IdleTimeout, KeepAliveInterval, KeepAliveTimeout, CloseTimeout, MaxSessions, MaxSessionsPerAddress, MaxSessionsPerUser, RateLimit, TraceMessages, Origins, CorsPolicy, Compression.")]
    [InlineData("\"Endpoints\": { \"ChatEndpiont\": { } , \"x\": \"\" }", "WebSocketEndpoints:Endpoints:ChatEndpiont is for an endpoint that does not exist; the nearest one is ChatEndpoint.")]
    [InlineData("\"Endpoints\": { \"NewsEndpoint\": { \"MaxFrameSize\": 1 } }", "WebSocketEndpoints:Endpoints:NewsEndpoint is for several endpoints; write the full name: Endpoints.Runtime.Tests.Options.TestEndpoints.NewsEndpoint or Endpoints.Runtime.Tests.Options.TestEndpoints.Other.NewsEndpoint.")]
    [InlineData("\"Endpoints\": { \"ChatEndpoint\": { \"MaxFrameSize\": 0 } }", "WebSocketEndpoints:Endpoints:ChatEndpoint:MaxFrameSize is 0; it must be 1 to 2147483591 bytes.")]
    public void What_cannot_be_used_is_named_by_its_full_key(string json, string failure) => Assert.Contains(failure, Failures(Read(json)));

    [Fact]
    public void All_faults_are_told_at_once() =>
        Assert.Equal(3, Failures(Read("\"A\": 1, \"MaxFrameSize\": 0, \"Patterns\": [ { \"Pattern\": \"rooms\" } ]")).Length);

    [Fact]
    public void What_code_set_is_named_as_in_code()
    {
        var options = new WebSocketEndpointOptions();
        options.ForPattern("/rooms/**", rule => rule.SendTimeout = TimeSpan.Zero);
        options.ForEndpoint<string>(rule => rule.MaxFrameSize = -1);
        options.Origins.Add("null");

        Assert.Equal(
            [
                "WebSocketEndpointOptions.Origins has 'null', which is no origin: 'null' is what sandboxed pages and files send; it names nobody.",
                "WebSocketEndpointOptions.ForPattern(\"/rooms/**\").SendTimeout is 00:00:00; it must be above 0 and at most one day.",
                "WebSocketEndpointOptions.ForEndpoint<String>() is for an endpoint that does not exist.",
                "WebSocketEndpointOptions.ForEndpoint<String>().MaxFrameSize is -1; it must be 1 to 2147483591 bytes.",
            ],
            Failures(options));
    }

    [Fact]
    public void Configured_compression_changes_what_code_has_and_leaves_its_object_alone()
    {
        var shared = new WebSocketCompressionOptions { Threshold = 5 };
        var options = new WebSocketEndpointOptions { Compression = shared };
        OptionsSection.Apply(Json("\"Compression\": { \"ServerMaxWindowBits\": 9 }"), options);

        Assert.Equal((5, 9), (options.Compression.Threshold, options.Compression.ServerMaxWindowBits));
        Assert.Equal(15, shared.ServerMaxWindowBits);

        OptionsSection.Apply(Json("\"Compression\": false"), options);
        Assert.Null(options.Compression);
        OptionsSection.Apply(Json("\"Compression\": true"), options);
        Assert.Equal(256, options.Compression!.Threshold);
    }

    private static IConfigurationRoot Json(string settings) => new ConfigurationBuilder()
        .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes($"{{ \"WebSocketEndpoints\": {{ {settings} }} }}")))
        .Build();

    private static WebSocketEndpointOptions Read(string settings)
    {
        var options = new WebSocketEndpointOptions();
        OptionsSection.Apply(Json(settings), options);
        return options;
    }

    private static string[] Failures(WebSocketEndpointOptions options)
    {
        var table = Table(
            new Descriptor(typeof(ChatEndpoint), "/rooms/{room}"),
            new Descriptor(typeof(NewsEndpoint), "/news"),
            new Descriptor(typeof(Other.NewsEndpoint), "/other"));
        return [.. new WebSocketEndpointOptionsValidator([table]).Validate(null, options).Failures ?? []];
    }
}
