using System.Reflection;
using System.Text.RegularExpressions;
using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Tests.Release;

/// <summary>Everything that knows of the diagnostics, for comparison.</summary>
internal static partial class DiagnosticCatalog
{
    public static string Root { get; } = RefPacks.Metadata("RepositoryRoot");

    public static IReadOnlyList<string> Ids { get; } =
    [
        .. typeof(DiagnosticIds).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(f => (string)f.GetRawConstantValue()!)
            .Order(StringComparer.Ordinal),
    ];

    public static IReadOnlyList<DiagnosticDescriptor> Descriptors { get; } =
    [
        .. typeof(DiagnosticDescriptors).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(f => (DiagnosticDescriptor)f.GetValue(null)!)
            .OrderBy(d => d.Id, StringComparer.Ordinal),
    ];

    /// <summary>The rows of both release files: id, category, severity and title.</summary>
    public static IReadOnlyList<(string Id, string Category, string Severity, string Title)> ReleaseRows { get; } =
    [
        .. new[] { "AnalyzerReleases.Shipped.md", "AnalyzerReleases.Unshipped.md" }
            .SelectMany(name => File.ReadLines(Path.Combine(Root, "src", "Endpoints.Generator", name)))
            .Select(line => ReleaseRow().Match(line))
            .Where(match => match.Success)
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Value)),
    ];

    public static string PagePath(string id) => Path.Combine(Root, "docs", "diagnostics", id + ".md");

    public static TheoryData<string> EachId()
    {
        var data = new TheoryData<string>();
        foreach (var id in Ids)
        {
            data.Add(id);
        }

        return data;
    }

    [GeneratedRegex(@"^(WSE\d{4}) \| (\S+) \| (\S+) \| (.+)$")]
    private static partial Regex ReleaseRow();
}
