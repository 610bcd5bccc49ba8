using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Tests.Documentation;

/// <summary>What the README prints is what a user types in.</summary>
public sealed class ReadmeTests
{
    private static string Example() => DocumentedCode.In("README.md")[0];

    [Fact]
    public void The_example_of_the_readme_compiles_as_printed()
    {
        var run = GeneratorChecks.All(new GeneratorProject(Example(), DocumentedCode.WebImplicitUsings)
        {
            OutputKind = OutputKind.ConsoleApplication,
            Libraries = [GeneratorProject.AspNetCoreDoor],
        });

        Assert.Contains(run.Texts.Keys, name => name.Contains("RoomEndpoint", StringComparison.Ordinal));
    }

    [Fact]
    public void The_example_of_the_readme_has_about_fifteen_lines() =>
        Assert.InRange(Example().Split('\n').Count(line => line.Trim().Length > 0), 5, 15);
}
