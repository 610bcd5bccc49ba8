using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Programs, built with the generator and the ASP.NET Core door, for rules about what a program serves.</summary>
internal static class ProgramSource
{
    public const string Chat = "[WebSocketEndpoint(\"/chat\")] public sealed class Chat { [OnText] public void Text() { } }";

    public const string Start =
        """
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddWebSocketEndpoints();
        var app = builder.Build();
        app.MapWebSocketEndpoints();
        """;

    /// <summary>The diagnostics of a program.</summary>
    public static async Task<Diagnostic[]> AnalyzeAsync(string[] sources, params MetadataReference[] libraries) =>
        await AnalyzeAsync(OutputKind.ConsoleApplication, [.. libraries, GeneratorProject.AspNetCoreDoor], sources);

    public static async Task<Diagnostic[]> AnalyzeAsync(OutputKind kind, MetadataReference[] references, params string[] sources)
    {
        var run = new GeneratorRun(new GeneratorProject(sources) { OutputKind = kind, Libraries = references });
        Assert.Empty(run.Output.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        return [.. await AnalyzerCompilation.AnalyzeAsync(run.Output)];
    }
}
