using System.Reflection;
using System.Text.RegularExpressions;

namespace Endpoints.Package.Tests.Feed;

/// <summary>What the build noted, and what is read from the repository itself.</summary>
internal static partial class RepositoryFiles
{
    public static string Root { get; } = Read("RepositoryRoot");

    public static string Configuration { get; } = Read("Configuration");

    /// <summary>Where this machine keeps restored packages.</summary>
    public static string GlobalPackagesFolder { get; } = Read("GlobalPackagesFolder");

    public static string ProjectFolder { get; } = Path.Combine(Root, "tests", "Endpoints.Package.Tests");

    /// <summary>The program that the README begins with.</summary>
    public static string ReadmeExample() =>
        CSharpBlock().Match(File.ReadAllText(Path.Combine(Root, "README.md"))).Groups["code"].Value;

    private static string Read(string key) =>
        typeof(RepositoryFiles).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == key).Value!;

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CSharpBlock();
}
