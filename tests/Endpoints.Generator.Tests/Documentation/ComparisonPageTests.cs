using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Tests.Documentation;

/// <summary>The pages for who comes from elsewhere show code that compiles as printed: a program, or classes of one.</summary>
public sealed class ComparisonPageTests
{
    [Theory]
    [InlineData("docs/coming-from-spring.md", 3)]
    [InlineData("docs/coming-from-jakarta.md", 1)]
    [InlineData("docs/coming-from-quarkus.md", 1)]
    [InlineData("docs/coming-from-signalr.md", 1)]
    [InlineData("docs/coming-from-aspnetcore.md", 2)]
    [InlineData("docs/when-not-to-use-websockets.md", 1)]
    public void The_code_compiles_as_printed(string page, int blocks)
    {
        var code = DocumentedCode.In(page);

        Assert.Equal(blocks, code.Count);
        Assert.All(code, block => GeneratorChecks.All(new GeneratorProject(block, DocumentedCode.WebImplicitUsings)
        {
            OutputKind = block.Contains("WebApplication.CreateBuilder", StringComparison.Ordinal)
                ? OutputKind.ConsoleApplication
                : OutputKind.DynamicallyLinkedLibrary,
            Libraries = [GeneratorProject.AspNetCoreDoor],
        }));
    }
}
