using System.Text.RegularExpressions;

namespace Endpoints.Conformance.Tests.Documentation;

/// <summary>Links of the pages in <c>docs</c> to files of the repository.</summary>
internal static partial class DocumentLinks
{
    /// <summary>The folder of the pages.</summary>
    public static string Folder { get; } = Path.Combine(TestCatalogue.Root, "docs");

    /// <summary>The links in a text that lead to files; those within the page and to other sites are left out.</summary>
    public static IReadOnlyList<DocumentLink> In(string text) =>
    [
        .. Link().Matches(text)
            .Select(match => new DocumentLink(match.Groups["text"].Value, match.Groups["target"].Value.Split('#')[0]))
            .Where(link => link.Target.Length > 0 && !link.Target.Contains("://", StringComparison.Ordinal)),
    ];

    /// <summary>Whether a target is a file or a folder.</summary>
    public static bool Exists(string target) => Path.Exists(Path.Combine(Folder, target));

    [GeneratedRegex(@"(?<!!)\[(?<text>[^\]]*)\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
