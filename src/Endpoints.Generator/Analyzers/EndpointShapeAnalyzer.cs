using System.Collections.Immutable;
using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Model;
using Endpoints.Generator.Parsing;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Endpoints.Generator.Analyzers;

/// <summary>
/// Reports what the parser finds wrong with an endpoint class: its declaration, its template, its handlers and its payloads; and at the
/// end, which endpoints were emitted otherwise than it found them.
/// </summary>
/// <remarks>
/// It runs the parser that the generator runs, so what the generator leaves out and what is reported here differ only where the generator
/// saw less of the code (WSE0029). Generated files are looked at, too, for an error: an endpoint is missing there as well.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EndpointShapeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        DiagnosticDescriptors.TypeNotPartial,
        DiagnosticDescriptors.TypeNotInstantiable,
        DiagnosticDescriptors.NoHandler,
        DiagnosticDescriptors.DuplicateHandler,
        DiagnosticDescriptors.InvalidPath,
        DiagnosticDescriptors.UnsupportedTemplate,
        DiagnosticDescriptors.ParameterNotInTemplate,
        DiagnosticDescriptors.ParameterNotParsable,
        DiagnosticDescriptors.OptionalParameterNotNullable,
        DiagnosticDescriptors.UnsupportedConstraint,
        DiagnosticDescriptors.SubprotocolFraming,
        DiagnosticDescriptors.SubprotocolNotOffered,
        DiagnosticDescriptors.SubprotocolNotServed,
        DiagnosticDescriptors.EmptyCondition,
        DiagnosticDescriptors.InvalidConditionType,
        DiagnosticDescriptors.EndpointNotAsDeclared,
        DiagnosticDescriptors.UnsupportedParameter,
        DiagnosticDescriptors.SeveralMessageParameters,
        DiagnosticDescriptors.WrongMessageParameter,
        DiagnosticDescriptors.UnsupportedReturnType,
        DiagnosticDescriptors.UnsendableReply,
        DiagnosticDescriptors.InvalidErrorHandler,
        DiagnosticDescriptors.SpanInAsyncHandler,
        DiagnosticDescriptors.StreamOfParallelEndpoint,
        DiagnosticDescriptors.PayloadNotSerializable,
        DiagnosticDescriptors.InvalidDiscriminator,
        DiagnosticDescriptors.UnhandledContract,
        DiagnosticDescriptors.UnfitCodec,
        DiagnosticDescriptors.UntypedPayload,
        DiagnosticDescriptors.CodecProtocolNotOffered,
        DiagnosticDescriptors.EmptyDiscriminator,
        DiagnosticDescriptors.SettingWithoutEffect,
        DiagnosticDescriptors.UnusedCodec,
        DiagnosticDescriptors.StateInAsyncHandler,
        DiagnosticDescriptors.SeveralStates,
        DiagnosticDescriptors.StateWithoutSingleton,
        DiagnosticDescriptors.FilterNotUsable,
        DiagnosticDescriptors.AuthorizationNotChecked,
        DiagnosticDescriptors.PayloadNotValidatable,
        DiagnosticDescriptors.StateNotCreatable,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (ContractSymbols.Find(start.Compilation) is not { } contracts)
            {
                return;
            }

            // Looked for once, and only where there is an endpoint; not cancelled with the first endpoint, for the others wait for it.
            var compilation = start.Compilation;
            var contexts = new Lazy<EquatableArray<JsonContextModel>>(() => JsonContextParser.FindAll(compilation, CancellationToken.None));
            var review = GeneratedTrees.Find(compilation) is { } generated ? new EmissionReview(generated) : null;
            start.RegisterSymbolAction(symbol => Analyze(symbol, contracts, contexts, review), SymbolKind.NamedType);
            start.RegisterCompilationEndAction(end => review?.Report(end));
        });
    }

    private static void Analyze(
        SymbolAnalysisContext context, ContractSymbols contracts, Lazy<EquatableArray<JsonContextModel>> contexts, EmissionReview? review)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (contracts.AnyEndpointAttributeOf(type) is { } attribute
            && EndpointParser.Check(type, attribute, contexts.Value, new Sink(context), context.CancellationToken) is { } endpoint
            && !endpoint.IsClient
            && EndpointParser.IsNamed(type))
        {
            review?.Add(type, endpoint);
        }
    }

    private sealed class Sink(SymbolAnalysisContext context) : IProblemSink
    {
        public void Report(DiagnosticDescriptor descriptor, Location location, params object?[] arguments)
        {
            if (descriptor.DefaultSeverity == DiagnosticSeverity.Error || !context.IsGeneratedCode)
            {
                context.ReportDiagnostic(Diagnostic.Create(descriptor, location, arguments));
            }
        }
    }
}
