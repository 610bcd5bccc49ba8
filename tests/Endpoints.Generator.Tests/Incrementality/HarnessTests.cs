using System.Text;
using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Endpoints.Generator.Tests.Incrementality;

/// <summary>The harness finds what it is there for: generators that are wrong on purpose fail its checks.</summary>
public sealed class HarnessTests
{
    private const string Step = "Step";

    private static readonly GeneratorProject Project = new(
        "[WebSocketEndpoint(\"/a\")] public sealed class A { [OnText] public void Text() { } }",
        "[WebSocketEndpoint(\"/b\")] public sealed class B { [OnText] public void Text() { } }");

    [Fact]
    public void A_good_generator_passes() => Assert.Empty(Problems(context => context.RegisterSourceOutput(
        Names(context).Collect().Select((names, _) => string.Join(", ", names.Order(StringComparer.Ordinal))).WithTrackingName(Step),
        (output, names) => Add(output, "// " + names))));

    [Fact]
    public void An_exception_is_found() => Finds("The generator failed", context => context.RegisterSourceOutput(
        Names(context), (_, _) => throw new InvalidOperationException("on purpose")));

    [Fact]
    public void A_diagnostic_is_found() => Finds("The generator reports", context => context.RegisterSourceOutput(
        Names(context).Collect(), (output, _) => output.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.NoHandler, Location.None))));

    [Theory]
    [InlineData("class Broken {", "CS1513")]
    [InlineData("class Warned { void M() { int unused; } }", "CS0168")]
    [InlineData("public class Undocumented { }", "CS1591")]
    public void Text_that_does_not_compile_cleanly_is_found(string text, string expected) => Finds(
        expected, context => context.RegisterPostInitializationOutput(output => output.AddSource("Bad.g.cs", SourceText.From(text, Encoding.UTF8))));

    [Fact]
    public void An_output_of_the_compilation_is_found() => Finds("an output is", context => context.RegisterSourceOutput(
        context.CompilationProvider, (output, compilation) => Add(output, "// " + compilation.AssemblyName)));

    [Fact]
    public void A_model_without_value_equality_is_found() => Finds("step Step is Modified", context => context.RegisterSourceOutput(
        Symbols(context).Select((source, _) => new[] { source.TargetSymbol.Name }).WithTrackingName(Step), (_, _) => { }));

    [Fact]
    public void Models_that_differ_between_runs_are_found() => Finds("makes different models", context => context.RegisterSourceOutput(
        Names(context).Select((name, _) => new[] { name }).WithTrackingName(Step), (_, _) => { }));

    [Fact]
    public void Models_with_unstable_hashes_are_found() => Finds("different hashes", context => context.RegisterSourceOutput(
        Names(context).Select((name, _) => new Unstable(name)).WithTrackingName(Step), (_, _) => { }));

    [Theory]
    [InlineData("keeps a ISymbol")]
    [InlineData("keeps a SyntaxNode")]
    [InlineData("keeps a Location")]
    [InlineData("keeps a Compilation")]
    public void A_compiler_object_in_a_model_is_found(string expected) => Finds(expected, context => context.RegisterSourceOutput(
        Symbols(context).Select((source, _) => new Holder(expected switch
        {
            "keeps a ISymbol" => source.TargetSymbol,
            "keeps a SyntaxNode" => source.TargetNode,
            "keeps a Location" => source.TargetNode.GetLocation(),
            _ => source.SemanticModel.Compilation,
        })).WithTrackingName(Step),
        (_, _) => { }));

    [Fact]
    public void Text_that_depends_on_the_order_of_files_is_found() => Finds("depends on the order of files", context =>
        context.RegisterSourceOutput(Names(context).Collect(), (output, names) => Add(output, "// " + string.Join(", ", names))));

    private static void Finds(string expected, Action<IncrementalGeneratorInitializationContext> initialize) =>
        Assert.Contains(Problems(initialize), p => p.Contains(expected, StringComparison.Ordinal));

    private static string[] Problems(Action<IncrementalGeneratorInitializationContext> initialize) =>
    [
        .. GeneratorChecks.Problems(
            Project, new GeneratorRun(Project, new BadGenerator(initialize)), () => new BadGenerator(initialize), [Step]),
    ];

    private static IncrementalValuesProvider<GeneratorAttributeSyntaxContext> Symbols(IncrementalGeneratorInitializationContext context) =>
        context.SyntaxProvider.ForAttributeWithMetadataName(
            "Endpoints.WebSocketEndpointAttribute", static (_, _) => true, static (source, _) => source);

    private static IncrementalValuesProvider<string> Names(IncrementalGeneratorInitializationContext context) =>
        context.SyntaxProvider.ForAttributeWithMetadataName(
            "Endpoints.WebSocketEndpointAttribute", static (_, _) => true, static (source, _) => source.TargetSymbol.Name);

    private static void Add(SourceProductionContext output, string text) => output.AddSource("Out.g.cs", SourceText.From(text, Encoding.UTF8));

    private sealed record Holder(object Value);

    private sealed class Unstable(string name)
    {
        private readonly string _name = name;

        public override bool Equals(object? obj) => obj is Unstable other && other._name == _name;

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }
}
