using Microsoft.Extensions.Configuration;

namespace Endpoints.Options.Configuration;

/// <summary>
/// The section <c>WebSocketEndpoints</c> of the configuration: the settings of all endpoints by their names, those of route patterns in the list
/// <c>Patterns</c>, and those of single endpoints in <c>Endpoints</c>, by the names of their classes.
/// </summary>
internal static class OptionsSection
{
    /// <summary>The key of the section.</summary>
    public const string Key = "WebSocketEndpoints";

    private const string PatternsKey = "Patterns";
    private const string PatternKey = "Pattern";
    private const string EndpointsKey = "Endpoints";

    /// <summary>The section, for messages.</summary>
    public static SettingPlace Place { get; } = new(Key, IsConfigured: true);

    /// <summary>Sets what the configuration has; what is wrong with it becomes a fault of the options.</summary>
    /// <param name="configuration">The configuration of the application.</param>
    /// <param name="options">The options, as code has set them.</param>
    public static void Apply(IConfiguration configuration, WebSocketEndpointOptions options)
    {
        var reader = new SectionReader(configuration.GetSection(Key), options.ConfigurationFaults);
        ReadSizes(reader, options);
        ReadDeadlines(reader, options);
        ReadLimits(reader, options);
        ReadCompression(reader, options);
        reader.Boolean(nameof(options.TraceMessages), value => options.TraceMessages = value);
        reader.Texts(nameof(options.Origins), options.Origins.Add);
        foreach (var section in reader.Items(PatternsKey))
        {
            ReadPattern(section, options);
        }

        foreach (var section in reader.Items(EndpointsKey))
        {
            var rule = new SectionReader(section, options.ConfigurationFaults);
            options.EndpointRules.Add(new RuleForEndpoint(section.Key, null, RuleSection.Read(rule, options.ConfigurationFaults), rule.Place));
            rule.RefuseOthers();
        }

        reader.RefuseOthers();
        options.Configured.UnionWith(reader.Taken);
    }

    private static void ReadSizes(SectionReader reader, WebSocketEndpointOptions options)
    {
        reader.Integer(nameof(options.MaxMessageSize), value => options.MaxMessageSize = value);
        reader.IntegerOrNone(nameof(options.MaxTextMessageSize), value => options.MaxTextMessageSize = value);
        reader.IntegerOrNone(nameof(options.MaxBinaryMessageSize), value => options.MaxBinaryMessageSize = value);
        reader.IntegerOrNone(nameof(options.MaxFrameSize), value => options.MaxFrameSize = value);
        reader.Integer(nameof(options.MaxSendQueueSize), value => options.MaxSendQueueSize = value);
        reader.IntegerOrNone(nameof(options.MaxSendQueueMessages), value => options.MaxSendQueueMessages = value);
        reader.Name<SendPolicy>(nameof(options.SendPolicy), value => options.SendPolicy = value);
        reader.IntegerOrNone(nameof(options.MaxSessionBufferedBytes), value => options.MaxSessionBufferedBytes = value);
        reader.LongOrNone(nameof(options.MaxBufferedBytes), value => options.MaxBufferedBytes = value);
    }

    private static void ReadDeadlines(SectionReader reader, WebSocketEndpointOptions options)
    {
        reader.Duration(nameof(options.HandshakeTimeout), value => options.HandshakeTimeout = value);
        reader.DurationOrInfinite(nameof(options.KeepAliveInterval), value => options.KeepAliveInterval = value);
        reader.Duration(nameof(options.KeepAliveTimeout), value => options.KeepAliveTimeout = value);
        reader.DurationOrInfinite(nameof(options.IdleTimeout), value => options.IdleTimeout = value);
        reader.Duration(nameof(options.SendTimeout), value => options.SendTimeout = value);
        reader.Duration(nameof(options.CloseTimeout), value => options.CloseTimeout = value);
        reader.Duration(nameof(options.ShutdownDelay), value => options.ShutdownDelay = value);
        reader.Duration(nameof(options.ShutdownTimeout), value => options.ShutdownTimeout = value);
        reader.IntegerOrNone(nameof(options.ShutdownBatchSize), value => options.ShutdownBatchSize = value);
        reader.Duration(nameof(options.ShutdownBatchInterval), value => options.ShutdownBatchInterval = value);
        reader.Duration(nameof(options.ReconnectSpread), value => options.ReconnectSpread = value);
    }

    private static void ReadLimits(SectionReader reader, WebSocketEndpointOptions options)
    {
        reader.IntegerOrNone(nameof(options.MaxSessions), value => options.MaxSessions = value);
        reader.IntegerOrNone(nameof(options.MaxSessionsPerAddress), value => options.MaxSessionsPerAddress = value);
        reader.IntegerOrNone(nameof(options.MaxSessionsPerUser), value => options.MaxSessionsPerUser = value);
        reader.Duration(nameof(options.SessionLimitRetryAfter), value => options.SessionLimitRetryAfter = value);
        reader.Boolean(nameof(options.CloseBeyondSessionLimit), value => options.CloseBeyondSessionLimit = value);
        reader.IntegerOrNone(nameof(options.MaxHandshakesPerAddress), value => options.MaxHandshakesPerAddress = value);
        reader.Duration(nameof(options.HandshakeRatePeriod), value => options.HandshakeRatePeriod = value);
        reader.Integer(nameof(options.Ipv6PrefixLength), value => options.Ipv6PrefixLength = value);
        if (RateLimitSection.Read(reader, nameof(options.RateLimit), options.ConfigurationFaults) is { } limit)
        {
            options.RateLimit = limit;
        }
    }

    private static void ReadCompression(SectionReader reader, WebSocketEndpointOptions options)
    {
        if (reader.TrySwitchOrSection(nameof(options.Compression), out var isOn, out var section))
        {
            // A copy: whoever set it in code may share it with others.
            var compression = options.Compression?.Copy() ?? new WebSocketCompressionOptions();
            if (section is not null)
            {
                RuleSection.ReadCompression(section, compression, options.ConfigurationFaults);
            }

            options.Compression = isOn == false ? null : compression;
        }
    }

    private static void ReadPattern(IConfigurationSection section, WebSocketEndpointOptions options)
    {
        var reader = new SectionReader(section, options.ConfigurationFaults);
        string? text = null;
        reader.Text(PatternKey, value => text = value);
        var rule = RuleSection.Read(reader, options.ConfigurationFaults);
        reader.RefuseOthers();
        var where = reader.Place.Of(PatternKey);
        if (text is null)
        {
            options.ConfigurationFaults.Add($"{where} is missing; it says for which routes the settings are.");
        }
        else if (!RoutePattern.TryParse(text, out var pattern, out var problem))
        {
            options.ConfigurationFaults.Add($"{where} is '{text}': {problem}.");
        }
        else if (options.PatternRules.Find(other => other.Place.IsConfigured && other.Pattern.IsSame(pattern)) is { } other)
        {
            options.ConfigurationFaults.Add($"{where} is '{text}', which {other.Place} is, too.");
        }
        else
        {
            options.PatternRules.Add(new RuleForPattern(pattern, rule, reader.Place));
        }
    }
}
