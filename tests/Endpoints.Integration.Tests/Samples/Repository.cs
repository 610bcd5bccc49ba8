using System.Reflection;

namespace Endpoints.Integration.Tests.Samples;

/// <summary>Where the programs are that the tests run, as the build noted it.</summary>
internal static class Repository
{
    public static string Root { get; } = Read("RepositoryRoot");

    public static string ClientFolder { get; } = Path.Combine(Root, "tests", "Endpoints.Integration.Tests", "Clients");

    /// <summary>The built program of a sample, in the configuration of the tests.</summary>
    public static string GetSample(string name) => GetProgram(Path.Combine("samples", name), name);

    /// <summary>The built program of a server in <c>benchmarks/servers</c>.</summary>
    public static string GetBenchmarkServer(string folder, string name) => GetProgram(Path.Combine("benchmarks", "servers", folder), name);

    /// <summary>The built program of a project in <c>tests</c>.</summary>
    public static string GetTestProgram(string name) => GetProgram(Path.Combine("tests", name), name);

    private static string GetProgram(string folder, string name) =>
        Path.Combine(Root, folder, "bin", Read("Configuration"), $"net{Environment.Version.Major}.0", $"{name}.dll");

    private static string Read(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == key).Value!;
}
