using System.Collections.Concurrent;
using System.Collections.Immutable;
using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Emission;
using Endpoints.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Endpoints.Generator.Analyzers;

/// <summary>
/// Endpoints that no client will reach: a program that never maps them (WSE0008), and libraries that were built without the generator
/// (WSE0009).
/// </summary>
/// <remarks>
/// Both are questions to a program, so libraries are left alone. That nothing maps the endpoints is said only where it is certain: the
/// program has a door, no name of a mapping method stands anywhere in its source, in generated source neither, and no other referenced
/// assembly can do it on the program's behalf: none knows the door, and none hides, as a reference assembly without method bodies, whether
/// it does. A project of tests is a program of whatever shape its tests need, and is never asked to map anything.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CompositionAnalyzer : DiagnosticAnalyzer
{
    private const string AspNetCoreDoor = "Endpoints.AspNetCore";
    private const string LoopDoor = "Endpoints.Transport.Linux";
    private const string Registration = "AddWebSocketEndpoints";
    private const string Mapping = "MapWebSocketEndpoints";
    private const string Listening = "AddWebSocketListener";

    // Assemblies that come with a door.
    private static readonly ImmutableHashSet<string> Doors = ImmutableHashSet.Create(
        StringComparer.Ordinal, AspNetCoreDoor, LoopDoor, "Endpoints.Transport.Linux.Kestrel");

    // Every way by which endpoints get a door; those of doors that come with later packages included.
    private static readonly ImmutableHashSet<string> Mappings = ImmutableHashSet.Create(
        StringComparer.Ordinal, Mapping, "UseWebSocketEndpoints", Listening);

    // A registration by hand names the table or the method that the emitted one calls.
    private static readonly ImmutableHashSet<string> Registrations = ImmutableHashSet.Create(
        StringComparer.Ordinal, Registration, "WebSocketEndpointServices", "EndpointTable");

    // What only a project of tests refers to: xUnit, NUnit, MSTest, TUnit, and the two platforms that run them.
    private static readonly ImmutableHashSet<string> TestFrameworks = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "xunit.core",
        "xunit.v3.core",
        "nunit.framework",
        "MSTest.TestFramework",
        "Microsoft.VisualStudio.TestPlatform.TestFramework",
        "TUnit.Core",
        "Microsoft.Testing.Platform",
        "Microsoft.VisualStudio.TestPlatform.ObjectModel");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [DiagnosticDescriptors.EndpointsNotMapped, DiagnosticDescriptors.LibraryWithoutTable];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        // A call may well stand in generated source.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.Options.OutputKind is not (OutputKind.ConsoleApplication or OutputKind.WindowsApplication)
                || ContractSymbols.Find(start.Compilation) is not { } contracts)
            {
                return;
            }

            start.RegisterCompilationEndAction(ReportLibraries);
            if (!IsOnlyDoorKeeper(start.Compilation))
            {
                return;
            }

            var endpoints = new ConcurrentBag<INamedTypeSymbol>();
            var names = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
            start.RegisterSymbolAction(
                symbol =>
                {
                    if (contracts.IsEndpoint((INamedTypeSymbol)symbol.Symbol))
                    {
                        endpoints.Add((INamedTypeSymbol)symbol.Symbol);
                    }
                },
                SymbolKind.NamedType);
            start.RegisterSyntaxNodeAction(node => Collect(node, names), SyntaxKind.IdentifierName);
            start.RegisterCompilationEndAction(end => ReportMapping(end, endpoints, names));
        });
    }

    // Whether the program has a door, and no referenced assembly could open it instead.
    private static bool IsOnlyDoorKeeper(Compilation compilation)
    {
        var references = compilation.SourceModule.ReferencedAssemblySymbols;
        var hasLoop = references.Any(a => a.Name == LoopDoor);
        return (hasLoop || references.Any(a => a.Name == AspNetCoreDoor))
            && !references.Any(a => !Doors.Contains(a.Name)
                && (RefersTo(a, Doors.Contains) || TestFrameworks.Contains(a.Name) || HidesItsBodies(a, hasLoop)));
    }

    // A referenced project is seen as a reference assembly, which says nothing of what only its method bodies use. Without ASP.NET Core in
    // its signatures it gets nothing to map on. The framework, whose attributes would take long to read, maps nothing.
    // A listener is added to the services, so there it is their name that counts, too.
    private static bool HidesItsBodies(IAssemblySymbol assembly, bool hasLoop) =>
        !IsFramework(assembly.Name)
        && RefersTo(assembly, r => r.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
            || (hasLoop && r.StartsWith("Microsoft.Extensions.DependencyInjection", StringComparison.Ordinal)))
        && KnownTypes.FindAttribute(assembly, "System.Runtime.CompilerServices", "ReferenceAssemblyAttribute") is not null;

    private static bool IsFramework(string name) =>
        name.StartsWith("Microsoft.", StringComparison.Ordinal) || name.StartsWith("System.", StringComparison.Ordinal);

    private static bool RefersTo(IAssemblySymbol assembly, Func<string, bool> isWanted) =>
        assembly.Modules.Any(m => m.ReferencedAssemblies.Any(r => isWanted(r.Name)));

    private static void Collect(SyntaxNodeAnalysisContext context, ConcurrentDictionary<string, bool> names)
    {
        var name = ((IdentifierNameSyntax)context.Node).Identifier.ValueText;
        if ((Mappings.Contains(name) || Registrations.Contains(name))
            && !context.Node.SyntaxTree.FilePath.EndsWith(RegistrationEmitter.HintName, StringComparison.Ordinal)
            && !context.Node.SyntaxTree.FilePath.EndsWith(TableEmitter.HintName, StringComparison.Ordinal))
        {
            names.TryAdd(name, true);
        }
    }

    private static void ReportMapping(
        CompilationAnalysisContext context, ConcurrentBag<INamedTypeSymbol> endpoints, ConcurrentDictionary<string, bool> names)
    {
        var isMapped = names.Keys.Any(Mappings.Contains);
        if (isMapped && names.Keys.Any(Registrations.Contains))
        {
            return;
        }

        var rows = ReferencedRows.Read(context.Compilation, context.CancellationToken);
        if (endpoints.IsEmpty && rows.Count == 0)
        {
            return;
        }

        // Those of the program come first: there is a place in its source to show.
        var first = endpoints
            .OrderBy(t => t.Locations.FirstOrDefault()?.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(t => t.Locations.FirstOrDefault()?.SourceSpan.Start)
            .FirstOrDefault();
        var name = first is null ? rows[0].Endpoint : TypeNames.Short(first);
        var count = endpoints.Count + rows.Count;
        var what = count == 1 ? "'" + name + "' is" : "'" + name + "' and the other endpoints of the application are";
        var missing = context.Compilation.SourceModule.ReferencedAssemblySymbols.Any(a => a.Name == AspNetCoreDoor) ? Mapping : Listening;
        context.ReportDiagnostic(Diagnostic.Create(
            DiagnosticDescriptors.EndpointsNotMapped,
            first is null ? Location.None : SourcePlaces.OfIdentifier(first),
            what,
            isMapped ? Registration : missing,
            isMapped ? "builder.Services.AddWebSocketEndpoints()" : missing == Mapping ? "app.MapWebSocketEndpoints()" : "builder.Services.AddWebSocketListener()"));
    }

    private static void ReportLibraries(CompilationAnalysisContext context)
    {
        foreach (var library in context.Compilation.SourceModule.ReferencedAssemblySymbols.OrderBy(a => a.Name, StringComparer.Ordinal))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (ReferencedRows.RefersToRuntime(library)
                && ReferencedRows.TableOf(library) is null
                && FindEndpoint(library.GlobalNamespace, context.CancellationToken) is { } endpoint)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    DiagnosticDescriptors.LibraryWithoutTable, Location.None, library.Name, endpoint.ToDisplayString()));
            }
        }
    }

    private static INamedTypeSymbol? FindEndpoint(INamespaceOrTypeSymbol container, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var member in container.GetMembers().OfType<INamespaceOrTypeSymbol>().OrderBy(m => m.Name, StringComparer.Ordinal))
        {
            var isEndpoint = member is INamedTypeSymbol type
                && KnownTypes.FindAttribute(type, "Endpoints", "WebSocketEndpointAttribute") is not null;
            if ((isEndpoint ? (INamedTypeSymbol)member : FindEndpoint(member, cancellationToken)) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
