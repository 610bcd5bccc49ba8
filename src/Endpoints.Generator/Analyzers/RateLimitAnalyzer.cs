using System.Collections.Immutable;
using System.Globalization;
using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Endpoints.Generator.Analyzers;

/// <summary>What <c>[RateLimit]</c> of an endpoint cannot mean (WSE0075).</summary>
/// <remarks>On a class that is no endpoint it is without effect (WSE0055), whatever it says.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RateLimitAnalyzer : DiagnosticAnalyzer
{
    private const int SecondsOfDay = 86_400;

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.InvalidRateLimit];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (ContractSymbols.Find(start.Compilation) is { } contracts)
            {
                start.RegisterSymbolAction(symbol => Analyze(symbol, contracts), SymbolKind.NamedType);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, ContractSymbols contracts)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!contracts.IsEndpoint(type) || RateLimitParser.AttributeOf(type) is not { } attribute)
        {
            return;
        }

        var arguments = new AttributeArguments(attribute, context.CancellationToken);
        var hasMessages = CheckRate(context, arguments, "Messages", "MessageBurst");
        var hasBytes = CheckRate(context, arguments, "Bytes", "ByteBurst");
        if (!hasMessages && !hasBytes)
        {
            Report(context, arguments.Location, "The rate limit", "limits nothing; set Messages, Bytes or both");
        }

        if (arguments.Number("PerSeconds") is { } seconds && (seconds.Value < 1 || seconds.Value > SecondsOfDay))
        {
            Report(context, seconds.Location, "PerSeconds", $"cannot be {Format(seconds.Value)}; it must be 1 to {Format(SecondsOfDay)}");
        }
    }

    /// <summary>Checks a rate and its burst; false when neither says anything.</summary>
    private static bool CheckRate(SymbolAnalysisContext context, AttributeArguments arguments, string rateName, string burstName)
    {
        var rate = arguments.Number(rateName);
        var burst = arguments.Number(burstName);
        if (rate is { Value: < 0 } negative)
        {
            ReportRange(context, negative.Location, rateName, negative.Value, "0 for no limit");
        }

        if (burst is { Value: < 0 } negativeBurst)
        {
            ReportRange(context, negativeBurst.Location, burstName, negativeBurst.Value, "0 for as much as " + rateName);
        }
        else if (burst is { Value: > 0 } alone && rate is null or { Value: 0 })
        {
            Report(context, alone.Location, burstName, $"has nothing to be the burst of; set {rateName}, too");
        }

        return rate is not null and not { Value: 0 } || burst is not null and not { Value: 0 };
    }

    private static void ReportRange(SymbolAnalysisContext context, Location location, string name, int value, string zero) =>
        Report(context, location, name, $"cannot be {Format(value)}; it must be 1 to {Format(int.MaxValue)}, or {zero}");

    private static void Report(SymbolAnalysisContext context, Location location, string what, string problem) =>
        context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.InvalidRateLimit, location, what, problem));

    private static string Format(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
