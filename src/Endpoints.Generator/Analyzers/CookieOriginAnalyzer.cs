using System.Collections.Immutable;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Endpoints.Generator.Analyzers;

/// <summary>
/// An endpoint that admits any origin and trusts cookies can be used by any web site in the name of its visitor: cross-site
/// WebSocket hijacking (WSE0060).
/// </summary>
/// <remarks>
/// Reported only where it is known that cookies sign the users in: <c>[Authorize]</c> names a cookie scheme, or names none and the
/// project registers cookies and no other default scheme. What the whole project registers is known at its end, hence CompilationEnd.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CookieOriginAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.AnyOriginWithCookies];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (ContractSymbols.Find(start.Compilation) is not { } contracts
                || start.Compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Authorization.AuthorizeAttribute") is not { } authorize)
            {
                return;
            }

            var endpoints = new List<OpenEndpoint>();
            var schemes = new CookieSchemes();
            start.RegisterSymbolAction(symbol => Collect(symbol, contracts, authorize, endpoints), SymbolKind.NamedType);
            start.RegisterOperationAction(operation => schemes.Add((IInvocationOperation)operation.Operation), OperationKind.Invocation);
            start.RegisterOperationAction(
                operation => schemes.Add((ISimpleAssignmentOperation)operation.Operation), OperationKind.SimpleAssignment);
            start.RegisterCompilationEndAction(end => Report(end, endpoints, schemes));
        });
    }

    private static void Collect(
        SymbolAnalysisContext context, ContractSymbols contracts, INamedTypeSymbol authorize, List<OpenEndpoint> endpoints)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (contracts.EndpointAttributeOf(type) is not { } attribute)
        {
            return;
        }

        foreach (var (origin, location) in new AttributeArguments(attribute, context.CancellationToken).Strings("Origins"))
        {
            if (origin == "*" && AuthorizationOf(type, authorize) is { } schemeLists)
            {
                lock (endpoints)
                {
                    endpoints.Add(new OpenEndpoint(type.Name, location, schemeLists));
                }

                return;
            }
        }
    }

    // Attributes of the class and its bases (AuthorizeAttribute is inherited): null without any, else each one's schemes.
    private static List<string?>? AuthorizationOf(INamedTypeSymbol type, INamedTypeSymbol authorize)
    {
        List<string?>? lists = null;
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            foreach (var attribute in current.GetAttributes())
            {
                if (SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, authorize))
                {
                    (lists ??= []).Add(new AttributeArguments(attribute, default).Text("AuthenticationSchemes"));
                }
            }
        }

        return lists;
    }

    private static void Report(CompilationAnalysisContext context, List<OpenEndpoint> endpoints, CookieSchemes schemes)
    {
        foreach (var endpoint in endpoints)
        {
            var named = endpoint.SchemeLists.Where(list => !string.IsNullOrWhiteSpace(list)).ToArray();
            var usesCookies = named.Length == 0
                ? schemes.AreDefault
                : named.SelectMany(list => list!.Split(',')).Any(scheme => schemes.IsCookie(scheme.Trim()));
            if (usesCookies)
            {
                context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.AnyOriginWithCookies, endpoint.Location, endpoint.Name));
            }
        }
    }

    private sealed class OpenEndpoint(string name, Location location, List<string?> schemeLists)
    {
        public string Name => name;

        public Location Location => location;

        public List<string?> SchemeLists => schemeLists;
    }
}
