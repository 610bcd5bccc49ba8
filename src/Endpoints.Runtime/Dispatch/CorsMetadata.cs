using System.Diagnostics.CodeAnalysis;

namespace Endpoints.Dispatch;

/// <summary>
/// Attributes that name a CORS policy of ASP.NET Core, which is not referred to here. A policy admits origins that the endpoint's own check does
/// not: a door that cannot ask it admits fewer, never more.
/// </summary>
internal static class CorsMetadata
{
    private const string Namespace = "Microsoft.AspNetCore.Cors.";

    // [EnableCors] is known by its name even where trimming has taken the interfaces that nobody asks for.
    private static readonly string[] Names =
    [
        Namespace + "EnableCorsAttribute",
        Namespace + "Infrastructure.IEnableCorsAttribute",
        Namespace + "Infrastructure.ICorsPolicyMetadata",
    ];

    /// <summary>The name of the first such attribute, as it is written; <see langword="null"/> for none.</summary>
    public static string? Find(IReadOnlyList<object> metadata)
    {
        const string Suffix = "Attribute";
        var name = metadata.FirstOrDefault(NamesPolicy)?.GetType().Name;
        return name?.EndsWith(Suffix, StringComparison.Ordinal) == true ? name[..^Suffix.Length] : name;
    }

    [UnconditionalSuppressMessage(
        "Trimming", "IL2075", Justification = "Who asks CORS policies refers to these interfaces, which keeps them; [EnableCors] itself is known by its name.")]
    private static bool NamesPolicy(object attribute) =>
        Names.Contains(attribute.GetType().FullName)
        || Array.Exists(attribute.GetType().GetInterfaces(), face => Names.Contains(face.FullName));
}
