namespace Endpoints.Generator.Diagnostics;

/// <summary>Where the page of a diagnostic is.</summary>
internal static class HelpLink
{
    /// <summary>The one place that knows the address of the pages; <c>docs/diagnostics/</c> in this repository.</summary>
    public const string Base = "https://github.com/endpoints-net/endpoints/blob/main/docs/diagnostics/";

    public static string For(string id) => Base + id + ".md";
}
