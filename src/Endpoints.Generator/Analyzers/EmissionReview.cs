using System.Collections.Concurrent;
using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Model;
using Endpoints.Generator.Parsing;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Endpoints.Generator.Analyzers;

/// <summary>
/// Compares the endpoints of the finished compilation with what the generator emitted of them (WSE0029). They differ where another source
/// generator adds to an endpoint or to its types, for no generator sees the output of another. Safe to use from any thread.
/// </summary>
internal sealed class EmissionReview(GeneratedTrees generated)
{
    private readonly ConcurrentBag<(INamedTypeSymbol Type, EndpointModel Endpoint)> _accepted = [];

    /// <summary>Takes an endpoint that has no fault of its own.</summary>
    public void Add(INamedTypeSymbol type, EndpointModel endpoint) => _accepted.Add((type, endpoint));

    public void Report(CompilationAnalysisContext context)
    {
        var emitted = EmittedDescriptions.Of(context.Compilation.Assembly);
        Compilation? before = null;
        foreach (var (type, endpoint) in _accepted.OrderBy(a => a.Endpoint.FullName, StringComparer.Ordinal))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (!emitted.TryGetValue(endpoint.FullName, out var items))
            {
                before ??= context.Compilation.RemoveSyntaxTrees(context.Compilation.SyntaxTrees.Where(generated.Contains));
                ReportMissing(context, type, before);
            }
            else if (FindDifference(EmittedDescriptions.ItemsOf(DescriptionModel.Of(endpoint)), items) is { } difference)
            {
                Report(context, type, SourcePlaces.OfIdentifier(type), difference);
            }
        }
    }

    // Reads the class again as the generator saw it, to tell what was missing.
    private static void ReportMissing(CompilationAnalysisContext context, INamedTypeSymbol type, Compilation before)
    {
        var seen = before.GetTypeByMetadataName(MetadataNameOf(type));
        if (seen is null || KnownTypes.FindAttribute(seen, "Endpoints", "WebSocketEndpointAttribute") is not { } attribute)
        {
            Report(context, type, SourcePlaces.OfIdentifier(type), "it is generated itself, and not served");
            return;
        }

        var problems = new Problems();
        EndpointParser.CheckUnfinished(
            seen, attribute, JsonContextParser.FindAll(before, context.CancellationToken), problems, context.CancellationToken);
        if (problems.First is { } first)
        {
            var message = first.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
            Report(context, type, first.Location, $"it is left out, for without them this is so: {message} ({first.Id})");
        }
        else
        {
            Report(context, type, SourcePlaces.OfIdentifier(type), "it is left out");
        }
    }

    private static string? FindDifference(IReadOnlyCollection<string> declared, IReadOnlyCollection<string> emitted) =>
        declared.FirstOrDefault(d => !emitted.Contains(d)) is { } missing ? $"it is served without \"{missing}\""
        : emitted.FirstOrDefault(e => !declared.Contains(e)) is { } other ? $"it is served with \"{other}\""
        : null;

    private static void Report(CompilationAnalysisContext context, INamedTypeSymbol type, Location location, string difference) =>
        context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.EndpointNotAsDeclared, location, TypeNames.Short(type), difference));

    private static string MetadataNameOf(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? MetadataNameOf(outer) + "+" + type.MetadataName
        : type.ContainingNamespace is { IsGlobalNamespace: false } containing ? containing.ToDisplayString() + "." + type.MetadataName
        : type.MetadataName;

    private sealed class Problems : IProblemSink
    {
        public Diagnostic? First { get; private set; }

        public void Report(DiagnosticDescriptor descriptor, Location location, params object?[] arguments)
        {
            if (descriptor.DefaultSeverity == DiagnosticSeverity.Error)
            {
                First ??= Diagnostic.Create(descriptor, location, arguments);
            }
        }
    }
}
