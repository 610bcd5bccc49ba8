using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Endpoints.Generator.Tests.Harness;

/// <summary>A project of a user: sources and references. Each use parses the sources anew, so that nothing is shared between runs.</summary>
internal sealed record GeneratorProject(params string[] Sources)
{
    private const string GlobalUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Endpoints;
        """;

    public string AssemblyName { get; init; } = "UserCode";

    public IReadOnlyList<MetadataReference> Libraries { get; init; } = [];

    /// <summary>What another source generator of the project adds, which ours does not see.</summary>
    public IReadOnlyList<string> OtherOutput { get; init; } = [];

    public OutputKind OutputKind { get; init; } = OutputKind.DynamicallyLinkedLibrary;

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp13, DocumentationMode.Diagnose);

    /// <summary>The ASP.NET Core door, whose presence makes the generator emit the registration.</summary>
    public static MetadataReference AspNetCoreDoor { get; } =
        MetadataReference.CreateFromFile(typeof(AspNetCore.WebSocketEndpointServices).Assembly.Location);

    public CSharpCompilation Compile() => CSharpCompilation.Create(
        AssemblyName,
        [Parse(GlobalUsings, "GlobalUsings.cs"), .. Sources.Select((source, i) => Parse(source, $"Source{i}.cs"))],
        [.. RefPacks.All, .. Libraries],
        new CSharpCompilationOptions(OutputKind, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>Runs the generator and gives the compiled project, for a project that refers to it.</summary>
    public MetadataReference ToLibrary() => MetadataReference.CreateFromImage(new GeneratorRun(this).EmitImage());

    public static SyntaxTree Parse(string source, string path) =>
        CSharpSyntaxTree.ParseText(SourceText.From(source, System.Text.Encoding.UTF8), ParseOptions, path);
}
