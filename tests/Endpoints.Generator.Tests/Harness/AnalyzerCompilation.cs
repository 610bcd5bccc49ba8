using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Endpoints.Generator.Tests.Harness;

/// <summary>Compiles user code as a project that references the packages would, and runs every analyzer of ours over it.</summary>
internal static class AnalyzerCompilation
{
    public const string GlobalUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Endpoints;
        """;

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Preview, DocumentationMode.None);

    public static CSharpCompilationOptions CompilationOptions { get; } =
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    /// <summary>
    /// Every analyzer of the generator's assembly: what a user gets, so that a test also fails on what another rule reports.
    /// </summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [
        .. typeof(Analyzers.LimitAnalyzer).Assembly.GetTypes()
            .Where(t => t.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is not null)
            .OrderBy(t => t.Name, StringComparer.Ordinal)
            .Select(t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!),
    ];

    public static CSharpCompilation Create(IReadOnlyList<string> sources, params MetadataReference[] libraries) =>
        CSharpCompilation.Create(
            "UserCode",
            [ParseTree(GlobalUsings, "GlobalUsings.cs"), .. sources.Select((source, i) => ParseTree(source, $"Source{i}.cs"))],
            [.. RefPacks.All, .. libraries],
            CompilationOptions);

    /// <summary>Compiles a library that the user code refers to.</summary>
    public static MetadataReference Library(string name, string source)
    {
        var compilation = CSharpCompilation.Create(
            name, [ParseTree(GlobalUsings, "GlobalUsings.cs"), ParseTree(source, "Library.cs")], RefPacks.All, CompilationOptions);
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    /// <summary>The diagnostics of our analyzers. An analyzer that throws fails the test instead of becoming AD0001.</summary>
    public static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(Compilation compilation)
    {
        Exception? failure = null;
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            (exception, analyzer, _) => failure = new InvalidOperationException($"{analyzer.GetType().Name} failed.", exception),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false);
        var diagnostics = await compilation.WithAnalyzers(Analyzers, options).GetAnalyzerDiagnosticsAsync();
        if (failure is not null)
        {
            throw failure;
        }

        return
        [
            .. diagnostics
                .OrderBy(d => d.Location.SourceTree?.FilePath, StringComparer.Ordinal)
                .ThenBy(d => d.Location.SourceSpan.Start),
        ];
    }

    private static SyntaxTree ParseTree(string source, string path) =>
        CSharpSyntaxTree.ParseText(SourceText.From(source, System.Text.Encoding.UTF8), ParseOptions, path);
}
