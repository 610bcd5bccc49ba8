using System.Collections.Immutable;
using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Endpoints.Generator.Analyzers;

/// <summary><c>[Blocking]</c>, <c>[UseCodec]</c> and <c>[RateLimit]</c> where nothing reads them (WSE0055): they are not inherited.</summary>
/// <remarks>Filters may stand on a base class, and what is wrong with one is WSE0066; <c>[Authorize]</c> is WSE0067, an error.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class IdleAttributeAnalyzer : DiagnosticAnalyzer
{
    private const string Blocking = "Blocking";
    private const string UseCodec = "UseCodec";
    private const string RateLimit = "RateLimit";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.AttributeWithoutEffect];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (ContractSymbols.Find(start.Compilation) is { } contracts)
            {
                start.RegisterSymbolAction(symbol => AnalyzeType(symbol, contracts), SymbolKind.NamedType);
                start.RegisterSymbolAction(symbol => AnalyzeMethod(symbol, contracts), SymbolKind.Method);
            }
        });
    }

    private static void AnalyzeType(SymbolAnalysisContext context, ContractSymbols contracts)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!contracts.IsEndpoint(type) && RateLimitParser.AttributeOf(type) is { } limit)
        {
            const string NotServed = "no server serves the class, and an endpoint does not inherit it; put it on the class with [WebSocketEndpoint]";
            Report(context, limit, RateLimit, NotServed);
        }

        if (contracts.HasHandlers(type))
        {
            return;
        }

        const string Reason = "the class is no endpoint, and an endpoint does not inherit it; put it on the class with [WebSocketEndpoint]";
        if (KnownTypes.FindAttribute(type, "Endpoints", Blocking + "Attribute") is { } blocking)
        {
            Report(context, blocking, Blocking, Reason);
        }

        foreach (var codec in CodecParser.AttributesOf(type))
        {
            Report(context, codec, UseCodec, Reason);
        }
    }

    // A handler outside an endpoint is the concern of WSE0005 and WSE0007.
    private static void AnalyzeMethod(SymbolAnalysisContext context, ContractSymbols contracts)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method.PartialDefinitionPart is null
            && KnownTypes.FindAttribute(method, "Endpoints", Blocking + "Attribute") is { } attribute
            && !contracts.IsHandler(method))
        {
            Report(
                context,
                attribute,
                Blocking,
                "it is no handler: whoever calls it decides on which thread; put it on the handler");
        }
    }

    private static void Report(SymbolAnalysisContext context, AttributeData attribute, string name, string reason) =>
        context.ReportDiagnostic(Diagnostic.Create(
            DiagnosticDescriptors.AttributeWithoutEffect,
            SourcePlaces.OfAttribute(attribute, context.CancellationToken),
            name,
            context.Symbol.Name,
            reason));
}
