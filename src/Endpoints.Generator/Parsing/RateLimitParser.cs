using System.Globalization;
using Endpoints.Generator.Model;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>Reads <c>[RateLimit]</c> as settings of the endpoint.</summary>
internal static class RateLimitParser
{
    // Of the attribute, and of the settings.
    private static readonly (string Name, string Setting)[] Numbers =
    [
        ("Messages", "RateLimitMessages"),
        ("MessageBurst", "RateLimitMessageBurst"),
        ("Bytes", "RateLimitBytes"),
        ("ByteBurst", "RateLimitByteBurst"),
        ("PerSeconds", "RateLimitSeconds"),
    ];

    // RateLimitAction; 0 is the default.
    private static readonly string[] Actions = ["Close", "Drop", "Delay"];

    /// <summary>The attribute of a class, or null.</summary>
    public static AttributeData? AttributeOf(INamedTypeSymbol type) => KnownTypes.FindAttribute(type, "Endpoints", "RateLimitAttribute");

    /// <summary>What it sets; nothing where there is none.</summary>
    public static IEnumerable<SettingModel> Read(INamedTypeSymbol type)
    {
        if (AttributeOf(type) is not { } attribute)
        {
            yield break;
        }

        foreach (var (name, setting) in Numbers)
        {
            if (KnownTypes.Argument(attribute, name)?.Value is int value and not 0)
            {
                yield return new SettingModel(setting, value.ToString(CultureInfo.InvariantCulture));
            }
        }

        if (KnownTypes.Argument(attribute, "Action")?.Value is int action && action > 0 && action < Actions.Length)
        {
            yield return new SettingModel("RateLimitAction", "global::Endpoints.RateLimitAction." + Actions[action]);
        }
    }
}
