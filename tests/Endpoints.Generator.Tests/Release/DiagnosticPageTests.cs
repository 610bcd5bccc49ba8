using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Tests.Release;

/// <summary>The examples on the pages are true: the wrong one is reported, the right one compiles and is not.</summary>
public sealed class DiagnosticPageTests
{
    public static TheoryData<string> EachId() => DiagnosticCatalog.EachId();

    [Theory]
    [MemberData(nameof(EachId))]
    public async Task The_wrong_example_is_reported_and_nothing_else(string id)
    {
        var diagnostics = await AnalyzerCompilation.AnalyzeAsync(Compile(id, "Wrong"));
        Assert.Equal([id], diagnostics.Select(d => d.Id).Distinct());
    }

    [Theory]
    [MemberData(nameof(EachId))]
    public async Task The_right_example_compiles_and_is_accepted(string id)
    {
        var compilation = Compile(id, "Right");
        Assert.Empty(UserCode.ErrorsOf(compilation));
        Assert.Empty(await AnalyzerCompilation.AnalyzeAsync(compilation));
    }

    // A program calls what the build emits, and what another generator adds is there with all others only.
    private static Compilation Compile(string id, string section)
    {
        var project = DiagnosticPage.Project(id, section);
        return project.OutputKind == OutputKind.ConsoleApplication || project.OtherOutput.Count > 0
            ? new GeneratorRun(project).Output
            : AnalyzerCompilation.Create([.. project.Sources]);
    }
}
