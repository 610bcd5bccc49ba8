using System.Reflection;
using System.Text.RegularExpressions;

namespace Endpoints.Conformance.Tests.Documentation;

/// <summary>The tests of the repository by their names, for pages that name them.</summary>
internal static partial class TestCatalogue
{
    private static readonly ILookup<string, string> Sources = Directory
        .EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .ToLookup(file => Path.GetFileName(file).Split('.')[0], File.ReadAllText);

    /// <summary>The folder of the repository.</summary>
    public static string Root => typeof(TestCatalogue).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "RepositoryRoot").Value!;

    /// <summary>Class.Method: a public method, with the attribute of a test in the lines above it, in a file with the class's name.</summary>
    public static bool Has(string name) => name.Split('.') is [var type, var method] && Sources[type].Any(source => IsTestIn(source, method));

    /// <summary>Whether a source has a test of that name.</summary>
    public static bool IsTestIn(string source, string method)
    {
        var declaration = Regex.Match(source, $@"public (async )?(void|Task|Property) {Regex.Escape(method)}\(");
        return declaration.Success && TestAttribute().IsMatch(source[..declaration.Index].Split("\n\n")[^1]);
    }

    [GeneratedRegex(@"^\s*\[(\w*Fact|\w*Theory|Property)\b", RegexOptions.Multiline)]
    private static partial Regex TestAttribute();
}
