using System.Runtime.CompilerServices;
using Endpoints.Testing;
using Endpoints.Testing.Snapshots;

namespace Endpoints.Generator.Tests.Harness;

/// <summary>The accepted output of the generator, in <c>Snapshots/</c>.</summary>
internal static class GeneratorSnapshots
{
    public static SnapshotFolder Folder { get; } =
        new(Path.Combine(RefPacks.Metadata("RepositoryRoot"), "tests", "Endpoints.Generator.Tests", "Snapshots"), "Accept with scripts/accept-snapshots.sh.");

    /// <summary>Runs all checks over a project and compares what is emitted with what was accepted.</summary>
    public static GeneratorRun Verify(
        GeneratorProject project, [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        var run = GeneratorChecks.All(project);
        Folder.Verify(Path.GetFileNameWithoutExtension(file) + "." + method, run.Texts);
        return run;
    }
}
