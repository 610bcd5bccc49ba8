using System.Collections.Concurrent;
using System.Collections.Immutable;
using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Parsing;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Endpoints.Generator.Analyzers.Routing;

/// <summary>A path that <c>MapGet</c> or a controller serves as well as an endpoint: no GET request finds its way (WSE0019).</summary>
/// <remarks>
/// Endpoints take GET and CONNECT, so extended CONNECT still arrives, and only upgrades over HTTP/1.1 fail. Said only where both are mapped
/// on one application for certain (<see cref="HttpMappings"/>), and neither comes before the other.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HttpRouteAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.PathMappedForGet];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (ContractSymbols.Find(start.Compilation) is not { } contracts
                || start.Compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Builder.WebSocketEndpointRouteBuilderExtensions") is null)
            {
                return;
            }

            var endpoints = new ConcurrentBag<RouteEntry>();
            var actions = new ConcurrentBag<(string Template, Location Location)>();
            var mappings = new HttpMappings();
            start.RegisterSymbolAction(symbol => Collect(symbol, contracts, endpoints, actions), SymbolKind.NamedType);
            start.RegisterOperationAction(operation => mappings.Add((IInvocationOperation)operation.Operation), OperationKind.Invocation);
            start.RegisterCompilationEndAction(end => Report(end, endpoints, actions, mappings));
        });
    }

    private static void Collect(
        SymbolAnalysisContext context,
        ContractSymbols contracts,
        ConcurrentBag<RouteEntry> endpoints,
        ConcurrentBag<(string Template, Location Location)> actions)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (KnownTypes.FindAttribute(type, "Endpoints", "OnlyUpgradesAttribute") is null)
        {
            // With it, upgrades come here and everything else goes to the page.
            RouteConflictAnalyzer.Collect(context, contracts, endpoints);
        }

        foreach (var (template, attribute) in ControllerRoutes.Of(type))
        {
            actions.Add((template, new AttributeArguments(attribute, context.CancellationToken).Location));
        }
    }

    private static void Report(
        CompilationAnalysisContext context,
        ConcurrentBag<RouteEntry> collected,
        ConcurrentBag<(string Template, Location Location)> actions,
        HttpMappings mappings)
    {
        var pages = mappings.Pages.Concat(mappings.HasControllers ? actions : []).ToArray();
        if (pages.Length == 0)
        {
            return;
        }

        List<RouteEntry> endpoints = [.. collected.OrderBy(e => e.Endpoint, StringComparer.Ordinal)];
        LibraryRoutes.Read(context.Compilation, endpoints.Add, context.CancellationToken);
        endpoints.RemoveAll(e => e.Condition.IsConditional);
        foreach (var (text, location) in pages)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            var template = RouteTemplateParser.Parse(text.StartsWith("/", StringComparison.Ordinal) ? text : "/" + text);
            if (template.Problems.Count == 0)
            {
                Report(context, new RouteEntry("", template, order: 0, location, RouteCondition.None), endpoints);
            }
        }
    }

    private static void Report(CompilationAnalysisContext context, RouteEntry page, List<RouteEntry> endpoints)
    {
        foreach (var endpoint in endpoints.Where(e => e.ComparePriority(page) == 0))
        {
            if (RouteOverlap.FindExample(page.Template, endpoint.Template) is { } example)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    DiagnosticDescriptors.PathMappedForGet,
                    page.Location,
                    endpoint.IsInSource ? [endpoint.Location] : [],
                    page.Text,
                    endpoint.Text,
                    endpoint.Endpoint,
                    example));
                return;
            }
        }
    }
}
