using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Endpoints.Generator.Tests.Harness;

/// <summary>One run of a generator over a project, from which further runs with changed sources can follow.</summary>
internal sealed class GeneratorRun
{
    private readonly GeneratorDriver _driver;

    public GeneratorRun(GeneratorProject project, IIncrementalGenerator? generator = null)
        : this(
            CSharpGeneratorDriver.Create(
                [
                    (generator ?? new EndpointGenerator()).AsSourceGenerator(),
                    PlatformGenerators.Json,
                    new OtherGenerator(project.OtherOutput).AsSourceGenerator(),
                ],
                parseOptions: GeneratorProject.ParseOptions,
                driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true)),
            project.Compile())
    {
    }

    private GeneratorRun(GeneratorDriver driver, Compilation input)
    {
        Input = input;
        _driver = driver.RunGeneratorsAndUpdateCompilation(input, out var output, out var diagnostics);
        Output = output;
        Diagnostics = [.. diagnostics];
        Result = _driver.GetRunResult().Results[0];
    }

    public Compilation Input { get; }

    public Compilation Output { get; }

    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>What our generator did; the others are not looked at.</summary>
    public GeneratorRunResult Result { get; }

    /// <summary>Emitted texts by hint name, without what Roslyn itself adds.</summary>
    public IReadOnlyDictionary<string, string> Texts => Result.GeneratedSources
        .Where(s => s.HintName != "Microsoft.CodeAnalysis.EmbeddedAttribute.cs")
        .ToDictionary(s => s.HintName, s => s.SourceText.ToString());

    /// <summary>The next run of the same driver, as after a keystroke.</summary>
    public GeneratorRun Again(Compilation input) => new(_driver, input);

    /// <summary>
    /// Errors and warnings of the compiler, for user code and emitted code together. Only emitted code has to document its public members.
    /// </summary>
    public IReadOnlyList<Diagnostic> CompilerProblems() =>
    [
        .. Output.GetDiagnostics()
            .Where(d => d.Severity >= DiagnosticSeverity.Warning)
            .Where(d => d.Id != "CS1591" || !Input.SyntaxTrees.Contains(d.Location.SourceTree)),
    ];

    public byte[] EmitImage()
    {
        using var image = new MemoryStream();
        var result = Output.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics) + "\n" + string.Join('\n', Texts.Values));
        return image.ToArray();
    }
}
