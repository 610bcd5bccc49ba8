using System.Collections.Immutable;
using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Endpoints.Generator.Analyzers;

/// <summary>
/// <c>[Authorize]</c> that <c>[AllowAnonymous]</c> lifts (WSE0063), and an endpoint that says nothing of either in a project whose other
/// endpoints say both (WSE0062).
/// </summary>
/// <remarks>
/// A project that marks some endpoints with the one and some with the other marks all of them, but for those that it forgot. Nothing is
/// said where it requires authorization by convention or by a fallback policy.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AuthorizationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [DiagnosticDescriptors.NothingAboutAuthorization, DiagnosticDescriptors.AuthorizationLifted];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (ContractSymbols.Find(start.Compilation) is not { } contracts)
            {
                return;
            }

            var endpoints = new Endpoints();
            start.RegisterSymbolAction(symbol => Analyze(symbol, contracts, endpoints), SymbolKind.NamedType);
            start.RegisterCompilationEndAction(end => Report(end, endpoints));
        });
    }

    private static void Analyze(SymbolAnalysisContext context, ContractSymbols contracts, Endpoints endpoints)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!contracts.IsEndpoint(type))
        {
            return;
        }

        // What a base class demands may be lifted nearer; what is demanded here is lifted by whatever allows anybody, even further away.
        var own = type.GetAttributes();
        var all = WithInherited(type).ToArray();
        if (all.FirstOrDefault(a => AuthorizationParser.AllowsAnybody(a.AttributeClass)) is { } allowed)
        {
            ReportLifted(context, own, allowed, type.Name);
        }

        var isDemanding = all.Any(a => AuthorizationParser.IsDemand(a.AttributeClass));
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>().Where(contracts.IsHandler))
        {
            var attributes = method.GetAttributes();
            isDemanding |= attributes.Any(a => AuthorizationParser.IsDemand(a.AttributeClass));
            if (attributes.FirstOrDefault(a => AuthorizationParser.AllowsAnybody(a.AttributeClass)) is { } lifted)
            {
                ReportLifted(context, attributes, lifted, method.Name);
            }
        }

        endpoints.Add(SourcePlaces.OfIdentifier(type), type.Name, isDemanding, all.Any(a => AuthorizationParser.AllowsAnybody(a.AttributeClass)));
    }

    private static IEnumerable<AttributeData> WithInherited(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var attribute in current.GetAttributes())
            {
                yield return attribute;
            }
        }
    }

    private static void ReportLifted(
        SymbolAnalysisContext context, ImmutableArray<AttributeData> attributes, AttributeData allowed, string name)
    {
        foreach (var demand in attributes.Where(a => AuthorizationParser.IsDemand(a.AttributeClass)))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                DiagnosticDescriptors.AuthorizationLifted,
                SourcePlaces.OfAttribute(demand, context.CancellationToken),
                NameOf(demand),
                name,
                NameOf(allowed)));
        }
    }

    private static void Report(CompilationAnalysisContext context, Endpoints endpoints)
    {
        var silent = endpoints.FindSilent();
        if (silent.Count == 0 || HasConvention(context.Compilation, context.CancellationToken))
        {
            return;
        }

        foreach (var (location, name) in silent)
        {
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.NothingAboutAuthorization, location, name));
        }
    }

    private static bool HasConvention(Compilation compilation, CancellationToken cancellationToken) =>
        compilation.SyntaxTrees.Any(tree => tree.GetRoot(cancellationToken).DescendantTokens().Any(
            t => t.IsKind(SyntaxKind.IdentifierToken) && t.ValueText is "RequireAuthorization" or "FallbackPolicy" or "SetFallbackPolicy"));

    private static string NameOf(AttributeData attribute)
    {
        const string Suffix = "Attribute";
        var name = attribute.AttributeClass!.Name;
        return name.EndsWith(Suffix, StringComparison.Ordinal) ? name.Substring(0, name.Length - Suffix.Length) : name;
    }

    /// <summary>The endpoints of a project and what they say. Safe to use from any thread.</summary>
    private sealed class Endpoints
    {
        private readonly List<(Location Location, string Name)> _silent = [];
        private bool _hasDemanding;
        private bool _hasOpen;

        public void Add(Location location, string name, bool isDemanding, bool isOpen)
        {
            lock (_silent)
            {
                _hasDemanding |= isDemanding;
                _hasOpen |= isOpen;
                if (!isDemanding && !isOpen)
                {
                    _silent.Add((location, name));
                }
            }
        }

        public IReadOnlyList<(Location Location, string Name)> FindSilent()
        {
            lock (_silent)
            {
                return _hasDemanding && _hasOpen ? [.. _silent] : [];
            }
        }
    }
}
