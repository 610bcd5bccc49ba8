namespace Endpoints.Generator.Tests.Release;

/// <summary>The examples of a diagnostic's page.</summary>
internal static class DiagnosticPage
{
    /// <summary>What examples may use besides the runtime: the client's attribute comes with a later package.</summary>
    public const string ClientAttribute =
        "namespace Endpoints { public sealed class WebSocketClientEndpointAttribute(string path) : System.Attribute { public string Path => path; } }";

    /// <summary>The code below the heading <c>Wrong</c> or <c>Right</c>.</summary>
    public static string Example(string id, string section)
    {
        var page = File.ReadAllText(DiagnosticCatalog.PagePath(id));
        var heading = $"\n## {section}\n\n```csharp\n";
        var start = page.IndexOf(heading, StringComparison.Ordinal) + heading.Length;
        return page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
    }
}
