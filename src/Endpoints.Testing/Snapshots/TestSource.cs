using System.Reflection;

namespace Endpoints.Testing.Snapshots;

/// <summary>Where the source file of a test is, which a deterministic build conceals: <c>/_/tests/App.Tests/ChatTests.cs</c>.</summary>
internal static class TestSource
{
    private const string ProjectDirectory = "Endpoints.Testing.ProjectDirectory";

    /// <summary>The folder of a source file.</summary>
    /// <param name="file">The path that the compiler wrote into the test.</param>
    /// <param name="test">The test's assembly, in which the build noted where its project is.</param>
    /// <exception cref="InvalidOperationException">The file is not there, and cannot be found by the project's folder.</exception>
    public static string FolderOf(string file, Assembly test)
    {
        if (File.Exists(file))
        {
            return Path.GetDirectoryName(file)!;
        }

        var project = test.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(metadata => metadata.Key == ProjectDirectory)?.Value;
        return (project is null ? null : Find(file, project))
            ?? throw new InvalidOperationException(
                $"The source file {file} is not there, so its snapshots cannot be found. In a deterministic build their folder is found by the "
                + "project's, which the package Endpoints.Testing notes in the assembly that calls Snapshot().");
    }

    /// <summary>Takes the end of the path that lies within the project.</summary>
    private static string? Find(string file, string project)
    {
        var parts = file.Replace('\\', '/').Split('/');
        for (var start = 1; start < parts.Length; start++)
        {
            var candidate = Path.Combine([project, .. parts[start..]]);
            if (File.Exists(candidate))
            {
                return Path.GetDirectoryName(candidate);
            }
        }

        return null;
    }
}
