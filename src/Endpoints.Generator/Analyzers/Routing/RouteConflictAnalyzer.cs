using System.Collections.Concurrent;
using System.Collections.Immutable;
using Endpoints.Generator.Diagnostics;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Endpoints.Generator.Analyzers.Routing;

/// <summary>
/// Templates that are the same (WSE0011), that match one path without an order (WSE0012), or that never get a turn (WSE0013).
/// </summary>
/// <remarks>
/// <para>These rules compare the endpoints of the whole project, and of the libraries that it refers to, so they are decided at the end of
/// a compilation: the build reports them, and an IDE where it analyses the whole solution.</para>
/// <para>Of two endpoints the one that stands later in the source is reported, with the other one as additional location.</para>
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RouteConflictAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [DiagnosticDescriptors.DuplicatePath, DiagnosticDescriptors.AmbiguousPath, DiagnosticDescriptors.UnreachablePath];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (ContractSymbols.Find(start.Compilation) is { } contracts)
            {
                var entries = new ConcurrentBag<RouteEntry>();
                start.RegisterSymbolAction(symbol => Collect(symbol, contracts, entries), SymbolKind.NamedType);
                start.RegisterCompilationEndAction(end => Report(end, entries));
            }
        });
    }

    /// <summary>Adds the template of an endpoint class.</summary>
    internal static void Collect(SymbolAnalysisContext context, ContractSymbols contracts, ConcurrentBag<RouteEntry> entries)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (contracts.EndpointAttributeOf(type) is not { } attribute)
        {
            return;
        }

        var arguments = new AttributeArguments(attribute, context.CancellationToken);
        if (arguments.ConstructorText is { } path)
        {
            Add(type.ToDisplayString(), path.Value, arguments.Number("Order")?.Value ?? 0, path.Location, RouteCondition.Of(type), entries.Add);
        }
    }

    private static void Report(CompilationAnalysisContext context, ConcurrentBag<RouteEntry> collected)
    {
        var entries = new List<RouteEntry>();
        LibraryRoutes.Read(context.Compilation, entries.Add, context.CancellationToken);
        var libraryCount = entries.Count;
        entries.AddRange(collected
            .OrderBy(e => e.Location.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(e => e.Location.SourceSpan.Start));

        // Two libraries that conflict are the concern of the application that brings them together.
        var first = context.Compilation.Options.OutputKind == OutputKind.DynamicallyLinkedLibrary ? libraryCount : 1;
        for (var i = first; i < entries.Count; i++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            ReportConflict(context, entries[i], entries.Take(i));
        }

        foreach (var entry in entries.Skip(libraryCount))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            ReportUnreachable(context, entry, entries);
        }
    }

    private static void ReportConflict(CompilationAnalysisContext context, RouteEntry entry, IEnumerable<RouteEntry> earlier)
    {
        var rivals = earlier.Where(e => e.ComparePriority(entry) == 0 && !e.Condition.Excludes(entry.Condition)).ToArray();
        if (rivals.FirstOrDefault(e => e.IsWrittenLike(entry)) is { } same)
        {
            context.ReportDiagnostic(Create(DiagnosticDescriptors.DuplicatePath, entry, same, entry.Text, entry.Endpoint, same.Endpoint));
            return;
        }

        foreach (var rival in rivals)
        {
            if (RouteOverlap.FindExample(entry.Template, rival.Template) is { } example)
            {
                context.ReportDiagnostic(Create(
                    DiagnosticDescriptors.AmbiguousPath, entry, rival, entry.Text, entry.Endpoint, rival.Text, rival.Endpoint, example));
                return;
            }
        }
    }

    private static void ReportUnreachable(CompilationAnalysisContext context, RouteEntry entry, List<RouteEntry> entries)
    {
        if (entries.Find(e => !e.Condition.IsConditional && e.ComparePriority(entry) < 0 && RouteCoverage.Covers(e.Template, entry.Template)) is { } wide)
        {
            context.ReportDiagnostic(Create(
                DiagnosticDescriptors.UnreachablePath, entry, wide, entry.Text, entry.Endpoint, wide.Text, wide.Endpoint));
        }
    }

    private static Diagnostic Create(DiagnosticDescriptor descriptor, RouteEntry entry, RouteEntry other, params object[] arguments) =>
        Diagnostic.Create(descriptor, entry.Location, other.IsInSource ? [other.Location] : [], arguments);

    /// <summary>Adds a template that is well-formed; what is wrong with one that is not is another analyzer's message.</summary>
    internal static void Add(string endpoint, string path, int order, Location location, RouteCondition condition, Action<RouteEntry> add)
    {
        var template = RouteTemplateParser.Parse(path);
        if (template.Problems.Count == 0)
        {
            add(new RouteEntry(endpoint, template, order, location, condition));
        }
    }
}
