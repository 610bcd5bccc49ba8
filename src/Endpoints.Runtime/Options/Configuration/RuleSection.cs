using Microsoft.Extensions.Configuration;

namespace Endpoints.Options.Configuration;

/// <summary>The settings of a rule in the configuration.</summary>
internal static class RuleSection
{
    /// <summary>Reads a rule; whoever calls this refuses the keys that are left.</summary>
    /// <param name="reader">The section.</param>
    /// <param name="faults">Takes what is wrong below it.</param>
    public static WebSocketEndpointRule Read(SectionReader reader, List<string> faults)
    {
        var rule = new WebSocketEndpointRule();
        reader.IntegerOrNone(nameof(rule.MaxMessageSize), value => rule.MaxMessageSize = value);
        reader.IntegerOrNone(nameof(rule.MaxTextMessageSize), value => rule.MaxTextMessageSize = value);
        reader.IntegerOrNone(nameof(rule.MaxBinaryMessageSize), value => rule.MaxBinaryMessageSize = value);
        reader.IntegerOrNone(nameof(rule.MaxFrameSize), value => rule.MaxFrameSize = value);
        reader.IntegerOrNone(nameof(rule.MaxSendQueueSize), value => rule.MaxSendQueueSize = value);
        reader.IntegerOrNone(nameof(rule.MaxSendQueueMessages), value => rule.MaxSendQueueMessages = value);
        reader.Name<SendPolicy>(nameof(rule.SendPolicy), value => rule.SendPolicy = value);
        reader.Duration(nameof(rule.SendTimeout), value => rule.SendTimeout = value);
        reader.DurationOrInfinite(nameof(rule.IdleTimeout), value => rule.IdleTimeout = value);
        reader.DurationOrInfinite(nameof(rule.KeepAliveInterval), value => rule.KeepAliveInterval = value);
        reader.Duration(nameof(rule.KeepAliveTimeout), value => rule.KeepAliveTimeout = value);
        reader.Duration(nameof(rule.CloseTimeout), value => rule.CloseTimeout = value);
        reader.IntegerOrNone(nameof(rule.MaxSessions), value => rule.MaxSessions = value);
        reader.IntegerOrNone(nameof(rule.MaxSessionsPerAddress), value => rule.MaxSessionsPerAddress = value);
        reader.IntegerOrNone(nameof(rule.MaxSessionsPerUser), value => rule.MaxSessionsPerUser = value);
        rule.RateLimit = RateLimitSection.Read(reader, nameof(rule.RateLimit), faults);
        reader.Boolean(nameof(rule.TraceMessages), value => rule.TraceMessages = value);
        reader.Texts(nameof(rule.Origins), rule.Origins.Add);
        reader.Text(nameof(rule.CorsPolicy), value => rule.CorsPolicy = value);
        if (reader.TrySwitchOrSection(nameof(rule.Compression), out var isOn, out var section))
        {
            rule.UseCompression = isOn;
            if (section is not null)
            {
                rule.Compression = new WebSocketCompressionOptions();
                ReadCompression(section, rule.Compression, faults);
            }
        }

        return rule;
    }

    /// <summary>Reads how messages are compressed.</summary>
    /// <param name="section">The section.</param>
    /// <param name="compression">Takes it.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public static void ReadCompression(IConfigurationSection section, WebSocketCompressionOptions compression, List<string> faults)
    {
        var reader = new SectionReader(section, faults);
        reader.Integer(nameof(compression.Threshold), value => compression.Threshold = value);
        reader.Boolean(nameof(compression.ServerContextTakeover), value => compression.ServerContextTakeover = value);
        reader.Boolean(nameof(compression.ClientContextTakeover), value => compression.ClientContextTakeover = value);
        reader.Integer(nameof(compression.ServerMaxWindowBits), value => compression.ServerMaxWindowBits = value);
        reader.Integer(nameof(compression.ClientMaxWindowBits), value => compression.ClientMaxWindowBits = value);
        reader.RefuseOthers();
    }
}
