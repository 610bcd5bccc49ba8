using System.Reflection;

namespace Endpoints.Generator.Diagnostics;

/// <summary>Where the page of a diagnostic is.</summary>
internal static class HelpLink
{
    /// <summary>
    /// Where <c>docs/diagnostics</c> is published: the build's <c>DiagnosticPagesUrl</c> (Directory.Build.props). Empty as long as that is
    /// nowhere.
    /// </summary>
    public static string Base { get; } = typeof(HelpLink).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(metadata => metadata.Key == "DiagnosticPagesUrl")?.Value ?? "";

    /// <summary>The page's address; empty, which is no link, as long as there is none.</summary>
    public static string For(string id) => Base.Length == 0 ? "" : Base + id + ".md";
}
