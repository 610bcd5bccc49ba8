using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Endpoints.Generator.Tests.Harness;

/// <summary>
/// Another source generator of the same project, whose output ours never sees: that is how the compiler runs them. The texts go through
/// its pipeline, for what is added before it (post-initialization) would be seen by all.
/// </summary>
internal sealed class OtherGenerator(IReadOnlyList<string> texts) : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterSourceOutput(
        context.CompilationProvider.Select(static (compilation, _) => compilation.AssemblyName),
        (output, assembly) =>
        {
            for (var i = 0; i < texts.Count; i++)
            {
                output.AddSource($"{assembly}.Other{i}.g.cs", SourceText.From(texts[i], Encoding.UTF8));
            }
        });
}
