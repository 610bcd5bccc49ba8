using System.Reflection;

namespace Endpoints.Integration.Tests.Samples;

/// <summary>Where the programs are that the tests run, as the build noted it.</summary>
internal static class Repository
{
    public static string Root { get; } = Read("RepositoryRoot");

    public static string ClientFolder { get; } = Path.Combine(Root, "tests", "Endpoints.Integration.Tests", "Clients");

    /// <summary>The built program of a sample, in the configuration of the tests.</summary>
    public static string GetSample(string name) =>
        Path.Combine(Root, "samples", name, "bin", Read("Configuration"), $"net{Environment.Version.Major}.0", $"{name}.dll");

    private static string Read(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == key).Value!;
}
