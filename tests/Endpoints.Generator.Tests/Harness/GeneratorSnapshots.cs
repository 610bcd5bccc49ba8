using System.Runtime.CompilerServices;
using Endpoints.Testing;
using Endpoints.Testing.Snapshots;

namespace Endpoints.Generator.Tests.Harness;

/// <summary>The accepted output of the generator, in <c>Snapshots/</c>.</summary>
internal static class GeneratorSnapshots
{
    public static SnapshotFolder Folder { get; } =
        new(Path.Combine(RefPacks.Metadata("RepositoryRoot"), "tests", "Endpoints.Generator.Tests", "Snapshots"), "Accept with scripts/accept-snapshots.sh.");

    /// <summary>
    /// Runs all checks over a project and compares what is emitted with what was accepted. The surfaces of endpoints are the concern of
    /// their own tests (<see cref="VerifySurfaces"/>): nearly all of them are alike.
    /// </summary>
    public static GeneratorRun Verify(
        GeneratorProject project, [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        var run = GeneratorChecks.All(project);
        Folder.Verify(Path.GetFileNameWithoutExtension(file) + "." + method, Select(run, isSurface: false));
        return run;
    }

    /// <summary>Runs all checks over a project and compares the surfaces of its endpoints with what was accepted.</summary>
    public static void VerifySurfaces(GeneratorProject project, [CallerFilePath] string file = "", [CallerMemberName] string method = "") =>
        Folder.Verify(Path.GetFileNameWithoutExtension(file) + "." + method, Select(GeneratorChecks.All(project), isSurface: true));

    private static Dictionary<string, string> Select(GeneratorRun run, bool isSurface) => run.Texts
        .Where(t => t.Key.EndsWith(".Surface.g.cs", StringComparison.Ordinal) == isSurface)
        .ToDictionary(t => t.Key, t => t.Value);
}
