using System.Collections.Immutable;
using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Endpoints.Generator.Analyzers;

/// <summary><c>[KeepLatest]</c> of which no key can be read (WSE0071).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MessageKeyAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.UnreadableMessageKey];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (KeyedTypeParser.AttributeOf(type) is not { } attribute)
        {
            return;
        }

        if (KeyedTypeParser.FindProblem(type) is { } problem)
        {
            Report(context, SourcePlaces.OfAttribute(attribute, context.CancellationToken), type.Name, problem);
            return;
        }

        foreach (var name in KeyedTypeParser.NamesIn(attribute))
        {
            if (KeyedTypeParser.FindProblem(type, name) is { } reason)
            {
                Report(context, PlaceOf(attribute, name, context), "\"" + name + "\" of " + type.Name, reason);
            }
        }
    }

    // The argument that has the value, be it a literal, nameof or a constant.
    private static Location PlaceOf(AttributeData attribute, string name, SymbolAnalysisContext context)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken) is AttributeSyntax { ArgumentList.Arguments: var written })
        {
            foreach (var argument in written)
            {
                var text = argument.Expression.ToString();
                if (text == "\"" + name + "\"" || text == "nameof(" + name + ")" || text.EndsWith("." + name + ")", StringComparison.Ordinal))
                {
                    return argument.Expression.GetLocation();
                }
            }
        }

        return SourcePlaces.OfAttribute(attribute, context.CancellationToken);
    }

    private static void Report(SymbolAnalysisContext context, Location location, string what, string reason) =>
        context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.UnreadableMessageKey, location, what, reason));
}
