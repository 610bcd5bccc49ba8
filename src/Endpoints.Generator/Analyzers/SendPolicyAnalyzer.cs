using System.Collections.Concurrent;
using System.Collections.Immutable;
using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Endpoints.Generator.Analyzers;

/// <summary>An endpoint that keeps the latest by key in a project that has no keys (WSE0072): it drops the oldest.</summary>
/// <remarks>Where another library knows the framework, nothing is said: it may have the messages, or send them.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SendPolicyAnalyzer : DiagnosticAnalyzer
{
    private const int KeepLatest = 3;
    private const string Framework = "Endpoints.";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.PolicyWithoutKeys];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (ContractSymbols.Find(start.Compilation) is { } contracts && !HasLibraries(start.Compilation))
            {
                var project = new Project(contracts);
                start.RegisterSymbolAction(project.Read, SymbolKind.NamedType);
                start.RegisterOperationAction(project.ReadCall, OperationKind.Invocation);
                start.RegisterCompilationEndAction(project.Report);
            }
        });
    }

    private static bool HasLibraries(Compilation compilation) => compilation.SourceModule.ReferencedAssemblySymbols.Any(assembly =>
        !assembly.Name.StartsWith(Framework, StringComparison.Ordinal)
        && assembly.Modules.Any(module => module.ReferencedAssemblies.Any(reference => reference.Name == Framework + "Runtime")));

    private sealed class Project(ContractSymbols contracts)
    {
        private readonly ConcurrentBag<(string Name, Location Location)> _endpoints = [];
        private volatile bool _hasKeys;

        public void Read(SymbolAnalysisContext context)
        {
            var type = (INamedTypeSymbol)context.Symbol;
            _hasKeys |= KeyedTypeParser.AttributeOf(type) is not null;
            if (contracts.EndpointAttributeOf(type) is { } attribute
                && KnownTypes.Argument(attribute, "SendPolicy")?.Value is byte and KeepLatest)
            {
                _endpoints.Add((type.Name, SourcePlaces.OfNamedArgument(attribute, "SendPolicy", context.CancellationToken)));
            }
        }

        public void ReadCall(OperationAnalysisContext context)
        {
            var method = ((IInvocationOperation)context.Operation).TargetMethod;
            _hasKeys |= method.Parameters.Length == 2
                && method.Parameters[1] is { Name: "key", Type.SpecialType: SpecialType.System_String }
                && method.ContainingType is { Name: "WebSocketSession" or "WebSocketAudience", ContainingNamespace.Name: "Endpoints" };
        }

        public void Report(CompilationAnalysisContext context)
        {
            if (!_hasKeys)
            {
                foreach (var (name, location) in _endpoints)
                {
                    context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.PolicyWithoutKeys, location, name));
                }
            }
        }
    }
}
