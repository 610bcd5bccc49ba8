using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Endpoints.Generator.Tests.Release;

/// <summary>
/// The examples of a diagnostic's page. One with top-level statements is a program with the ASP.NET Core door; what stands between the
/// comments <c>// Library</c> and <c>// Program</c> is a library that it refers to, built with the generator in the right example only.
/// What stands behind the comment <c>// Another source generator adds:</c> is what such a one adds.
/// </summary>
internal static class DiagnosticPage
{
    /// <summary>The code below the heading <c>Wrong</c> or <c>Right</c>.</summary>
    public static string Example(string id, string section)
    {
        var page = File.ReadAllText(DiagnosticCatalog.PagePath(id));
        var heading = $"\n## {section}\n\n```csharp\n";
        var start = page.IndexOf(heading, StringComparison.Ordinal) + heading.Length;
        return page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
    }

    /// <summary>The project that an example is.</summary>
    public static GeneratorProject Project(string id, string section)
    {
        const string Library = "// Library\n";
        const string Program = "// Program\n";
        const string Other = "// Another source generator adds:\n";
        var example = Example(id, section);
        List<MetadataReference> libraries = [];
        if (example.StartsWith(Library, StringComparison.Ordinal))
        {
            var program = example.IndexOf(Program, StringComparison.Ordinal);
            var library = new GeneratorProject(example[Library.Length..program]) { AssemblyName = "Library" };
            libraries.Add(section == "Right" ? library.ToLibrary() : Build(library));
            example = example[program..];
        }

        List<string> others = [];
        if (example.IndexOf(Other, StringComparison.Ordinal) is >= 0 and var other)
        {
            others.Add(example[(other + Other.Length)..]);
            example = example[..other];
        }

        var isProgram = CSharpSyntaxTree.ParseText(example, GeneratorProject.ParseOptions).GetCompilationUnitRoot().Members
            .Any(m => m is GlobalStatementSyntax);
        return new GeneratorProject(example)
        {
            OutputKind = isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            OtherOutput = others,
            Libraries = isProgram ? [.. libraries, GeneratorProject.AspNetCoreDoor] : libraries,
        };
    }

    private static PortableExecutableReference Build(GeneratorProject project)
    {
        using var image = new MemoryStream();
        Assert.True(project.Compile().Emit(image).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
