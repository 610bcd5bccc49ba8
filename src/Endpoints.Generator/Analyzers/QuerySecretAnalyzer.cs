using System.Collections.Immutable;
using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Endpoints.Generator.Analyzers;

/// <summary>Handlers that take a token or a password from the query string, which ends up in logs (WSE0064).</summary>
/// <remarks>Only strings, by the whole name of the key: a <c>continuationToken</c> or a <c>ticket</c> is no secret that lasts.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class QuerySecretAnalyzer : DiagnosticAnalyzer
{
    // As they are without case, underscores and hyphens.
    private static readonly ImmutableHashSet<string> Secrets = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "token", "accessToken", "authToken", "bearerToken", "idToken", "refreshToken", "jwt", "apiKey", "password", "clientSecret");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.TokenInQuery];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (ContractSymbols.Find(start.Compilation) is { } contracts)
            {
                start.RegisterSymbolAction(symbol => Analyze(symbol, contracts), SymbolKind.Method);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, ContractSymbols contracts)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method.PartialDefinitionPart is not null || !contracts.IsHandler(method) || !contracts.IsEndpoint(method.ContainingType))
        {
            return;
        }

        foreach (var parameter in method.Parameters)
        {
            if (parameter.Type.SpecialType == SpecialType.System_String && QueryKeyOf(parameter) is { } key && IsSecret(key))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    DiagnosticDescriptors.TokenInQuery,
                    SourcePlaces.OfParameter(parameter, context.CancellationToken),
                    key,
                    method.Name));
            }
        }
    }

    private static string? QueryKeyOf(IParameterSymbol parameter)
    {
        var attribute = KnownTypes.FindAttribute(parameter, "Endpoints", "FromQueryAttribute")
            ?? KnownTypes.FindAttribute(parameter, "Microsoft.AspNetCore.Mvc", "FromQueryAttribute");
        return attribute is null ? null : KnownTypes.Argument(attribute, "Name")?.Value as string ?? parameter.Name;
    }

    private static bool IsSecret(string key) => Secrets.Contains(key.Replace("_", "").Replace("-", ""));
}
