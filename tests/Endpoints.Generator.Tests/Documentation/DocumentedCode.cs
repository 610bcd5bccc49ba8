using System.Text.RegularExpressions;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Documentation;

/// <summary>What pages show in blocks marked <c>csharp</c>: code for this framework. Other people's C# is marked <c>cs</c>.</summary>
internal static partial class DocumentedCode
{
    /// <summary>What a project of the web SDK has without asking, besides the usings of <see cref="GeneratorProject"/>.</summary>
    public const string WebImplicitUsings =
        """
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Net.Http.Json;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    /// <summary>The blocks of a page, in their order.</summary>
    /// <param name="page">Its path in the repository.</param>
    public static IReadOnlyList<string> In(string page) =>
    [
        .. CSharpBlock().Matches(File.ReadAllText(Path.Combine(RefPacks.Metadata("RepositoryRoot"), page))).Select(match => match.Groups["code"].Value),
    ];

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CSharpBlock();
}
