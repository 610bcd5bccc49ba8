using System.Globalization;

namespace Endpoints.Package.Tests.Feed;

/// <summary>
/// An empty folder far from the repository, with the packages in a folder feed, a packages folder of its own, and the consumers. Public
/// packages come from the sources that the machine has, by way of what it has restored before.
/// </summary>
public sealed class Workspace : IAsyncLifetime
{
    private static readonly string[] Packed =
    [
        "src/Endpoints.Runtime", "src/Endpoints.AspNetCore", "src/Endpoints.Client", "src/Endpoints.Testing", "src/Endpoints.Transport.Linux",
        "src/Endpoints.Transport.Linux.Kestrel", "src/Endpoints.RabbitMQ", "src/Endpoints.Postgres", "templates",
    ];

    /// <summary>A version that nobody has restored before, so that no package of an earlier run can stand in for one of this.</summary>
    public string Version { get; } = "0.1.0-test." + DateTime.UtcNow.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    public string Folder { get; } = Directory.CreateTempSubdirectory("endpoints-packages-").FullName;

    public string Feed => Path.Combine(Folder, "feed");

    public string Consumers => Path.Combine(Folder, "consumers");

    public async Task InitializeAsync()
    {
        await PackAsync();
        Copy(Path.Combine(RepositoryFiles.ProjectFolder, "Consumers"), Consumers);
        await File.WriteAllTextAsync(Path.Combine(Consumers, "WebHost", "Program.cs"), RepositoryFiles.ReadmeExample());
        await File.WriteAllTextAsync(
            Path.Combine(Consumers, "Version.props"),
            $"<Project><PropertyGroup><EndpointsVersion>{Version}</EndpointsVersion></PropertyGroup></Project>\n");
        await File.WriteAllTextAsync(
            Path.Combine(Folder, "nuget.config"),
            $"""
             <configuration>
               <config>
                 <add key="globalPackagesFolder" value="packages" />
               </config>
               <packageSources>
                 <add key="endpoints" value="feed" />
               </packageSources>
               <fallbackPackageFolders>
                 <add key="machine" value="{RepositoryFiles.GlobalPackagesFolder}" />
               </fallbackPackageFolders>
             </configuration>
             """);
        await DotNet.RunAsync(Consumers, ["build", "Consumers.slnx", "-c", "Release", .. DotNet.BuildOptions]);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>The program of a consumer that was built with the workspace.</summary>
    public string ProgramOf(string consumer) =>
        Path.Combine(Consumers, consumer, "bin", "Release", "net10.0", consumer + ".dll");

    private async Task PackAsync()
    {
        foreach (var project in Packed)
        {
            await DotNet.RunAsync(
                RepositoryFiles.Root,
                [
                    "pack", project, "--no-build", "-c", RepositoryFiles.Configuration, "-o", Feed, $"-p:PackageVersion={Version}",
                    .. DotNet.BuildOptions,
                ]);
        }
    }

    private static void Copy(string source, string destination)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(destination, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
