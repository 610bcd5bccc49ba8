using Endpoints.Generator.Analyzers;
using Endpoints.Generator.Tests.CleanCode;
using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Endpoints.Generator.Tests.Release;

/// <summary>
/// Generator and analyzers agree: what the one leaves out, the others report as an error, and what they accept is emitted.
/// </summary>
public sealed class GeneratorAgreementTests
{
    public static TheoryData<string> EachId() => DiagnosticCatalog.EachId();

    [Fact]
    public void Every_clean_endpoint_is_emitted_and_compiles()
    {
        var run = GeneratorChecks.All(new GeneratorProject([.. CleanSources.All.Select(s => s.Text)]));
        Assert.Equal(CleanSources.All.Count, EmittedEndpoints(run));
    }

    [Theory]
    [MemberData(nameof(EachId))]
    public void An_endpoint_is_left_out_exactly_where_its_shape_is_an_error(string id)
    {
        var descriptor = DiagnosticCatalog.Descriptors.Single(d => d.Id == id);
        var isShapeError = descriptor.DefaultSeverity == DiagnosticSeverity.Error
            && new EndpointShapeAnalyzer().SupportedDiagnostics.Any(d => d.Id == id);
        var run = Run(id, "Wrong");
        Assert.Equal(isShapeError, EmittedEndpoints(run) < DeclaredEndpoints(run));
        Assert.Empty(GeneratorChecks.Silence(run));
    }

    [Theory]
    [MemberData(nameof(EachId))]
    public void Every_right_example_is_emitted_and_compiles(string id)
    {
        var run = Run(id, "Right");
        Assert.Equal(DeclaredEndpoints(run), EmittedEndpoints(run));
        Assert.Empty(run.Output.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
    }

    private static GeneratorRun Run(string id, string section) =>
        new(DiagnosticPage.Project(id, section));

    private static int EmittedEndpoints(GeneratorRun run) =>
        run.Texts.Keys.Count(k => k.EndsWith(".Endpoint.g.cs", StringComparison.Ordinal));

    private static int DeclaredEndpoints(GeneratorRun run) =>
        run.Input.SyntaxTrees.SelectMany(static tree => tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>()).Count(IsEndpoint);

    private static bool IsEndpoint(TypeDeclarationSyntax type) =>
        type.AttributeLists.SelectMany(static list => list.Attributes)
            .Any(static attribute => attribute.Name.ToString() is "WebSocketEndpoint" or "WebSocketClientEndpoint");
}
