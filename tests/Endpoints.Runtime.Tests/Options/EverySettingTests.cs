using System.Reflection;
using Endpoints.Connections;
using Endpoints.Generated;
using Endpoints.Options;

namespace Endpoints.Runtime.Tests.Options;

/// <summary>
/// Settings are written down in several lists, each in the form of its place. Whoever adds one and leaves a list out is told here; that each has
/// its key in the configuration, <c>OptionsSectionTests</c> tells.
/// </summary>
public sealed class EverySettingTests
{
    private static readonly string[] OfTheHandshake =
    [
        nameof(WebSocketHandlerOptions.Protocols), nameof(WebSocketHandlerOptions.ProtocolPreference), nameof(WebSocketHandlerOptions.RequireProtocol),
        nameof(WebSocketHandlerOptions.Origins), nameof(WebSocketHandlerOptions.Order), nameof(WebSocketHandlerOptions.OnlyUpgrades),
    ];

    public static TheoryData<string> OfAttributes => NamesOf<EndpointSettings>();

    public static TheoryData<string> OfRules => NamesOf<WebSocketEndpointRule>(nameof(WebSocketEndpointRule.Origins), nameof(WebSocketEndpointRule.CorsPolicy));

    public static TheoryData<string> OfHandlers => NamesOf<WebSocketHandlerOptions>(OfTheHandshake);

    [Theory]
    [MemberData(nameof(OfAttributes))]
    public void What_an_attribute_sets_is_what_its_sessions_have(string setting)
    {
        var before = Resolve(Base());
        var settings = Base();
        Set(settings, setting, Sample);

        Assert.NotEqual(before, Resolve(settings));

        // What concerns a rate has no effect without one.
        static EndpointSettings Base() => new() { RateLimitMessages = 100, RateLimitBytes = 100 };

        static ConnectionLimits Resolve(EndpointSettings settings) => ConnectionLimits.Resolve(new WebSocketEndpointOptions(), settings);
    }

    [Theory]
    [MemberData(nameof(OfRules))]
    public void What_a_rule_sets_is_what_the_sessions_have(string setting)
    {
        var options = new WebSocketEndpointOptions();
        var endpoint = new TestEndpoints.Descriptor(typeof(TestEndpoints.ChatEndpoint), "/chat");
        var before = ConnectionLimits.Resolve(options, null, RuleStack.Of(options, endpoint));
        options.ForPattern("/**", rule => Set(rule, setting, Sample));

        Assert.NotEqual(before, ConnectionLimits.Resolve(options, null, RuleStack.Of(options, endpoint)));
    }

    [Theory]
    [MemberData(nameof(OfHandlers))]
    public void What_the_options_of_a_handler_set_is_what_an_attribute_would(string setting)
    {
        var options = new WebSocketHandlerOptions();
        Set(options, setting, Sample);

        Assert.NotEqual(HandlerOptionRules.SettingsOf(new WebSocketHandlerOptions()), HandlerOptionRules.SettingsOf(options));
    }

    [Fact]
    public void Every_range_is_checked_wherever_a_setting_is_written()
    {
        Assert.All(RangesOf<WebSocketEndpointOptions>(), setting =>
        {
            var options = new WebSocketEndpointOptions();
            Set(options, setting, Beyond);
            AssertRefused($"WebSocketEndpointOptions.{setting}", options);
        });
        Assert.All(RangesOf<WebSocketEndpointRule>(), setting =>
        {
            var options = new WebSocketEndpointOptions();
            options.ForPattern("/**", rule => Set(rule, setting, Beyond));
            AssertRefused($"WebSocketEndpointOptions.ForPattern(\"/**\").{setting}", options);
        });
        Assert.All(RangesOf<WebSocketHandlerOptions>().Except(OfTheHandshake), setting =>
        {
            var options = new WebSocketHandlerOptions();
            Set(options, setting, Beyond);
            var error = Assert.Throws<ArgumentException>(() => HandlerOptionRules.SettingsOf(options));
            Assert.StartsWith($"WebSocketHandlerOptions.{setting}", error.Message, StringComparison.Ordinal);
        });
    }

    private static void AssertRefused(string setting, WebSocketEndpointOptions options) => Assert.Contains(
        new WebSocketEndpointOptionsValidator().Validate(null, options).Failures ?? [],
        failure => failure.StartsWith(setting, StringComparison.Ordinal));

    private static TheoryData<string> NamesOf<T>(params string[] others) =>
        [.. Properties<T>().Select(property => property.Name).Except(others)];

    // A switch and a name have none.
    private static IEnumerable<string> RangesOf<T>() => Properties<T>()
        .Where(property => property.SetMethod is not null && KindOf(property) is var kind && kind != typeof(bool) && kind != typeof(string))
        .Select(property => property.Name);

    private static PropertyInfo[] Properties<T>() => typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);

    private static Type KindOf(PropertyInfo property) => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    private static void Set(object options, string setting, Func<Type, object> choose)
    {
        var property = options.GetType().GetProperty(setting)!;
        property.SetValue(options, choose(KindOf(property)));
    }

    /// <summary>A value that no setting has by default.</summary>
    private static object Sample(Type kind) =>
        kind == typeof(int) ? 7
        : kind == typeof(bool) ? true
        : kind == typeof(TimeSpan) ? TimeSpan.FromSeconds(7)
        : kind == typeof(WebSocketRateLimitOptions) ? new WebSocketRateLimitOptions { Messages = 7 }
        : kind == typeof(WebSocketCompressionOptions) ? new WebSocketCompressionOptions()
        : kind.IsEnum ? Enum.GetValues(kind).GetValue(1)!
        : throw new NotSupportedException($"A setting of {kind}: say here what is one, and what is out of its range.");

    /// <summary>A value that is out of every range.</summary>
    private static object Beyond(Type kind) =>
        kind == typeof(int) ? 0
        : kind == typeof(long) ? 0L
        : kind == typeof(TimeSpan) ? TimeSpan.FromSeconds(-5)
        : kind == typeof(WebSocketRateLimitOptions) ? new WebSocketRateLimitOptions { Messages = 0 }
        : kind == typeof(WebSocketCompressionOptions) ? new WebSocketCompressionOptions { Threshold = -1 }
        : kind.IsEnum ? Enum.ToObject(kind, 99)
        : throw new NotSupportedException($"A setting of {kind}: say here what is one, and what is out of its range.");
}
