using Endpoints.Package.Tests.Api;
using Endpoints.Package.Tests.Feed;
using Endpoints.Testing.Snapshots;

namespace Endpoints.Package.Tests;

/// <summary>What the shipped assemblies make public. A change of it is a change of what users compile against: review it as such.</summary>
public sealed class PublicApiTests
{
    private static readonly SnapshotFolder Folder =
        new(Path.Combine(RepositoryFiles.ProjectFolder, "Api"), "Accept with scripts/accept-snapshots.sh.");

    [Theory]
    [InlineData("Endpoints.Runtime")]
    [InlineData("Endpoints.AspNetCore")]
    [InlineData("Endpoints.Transport.Linux")]
    [InlineData("Endpoints.Client")]
    [InlineData("Endpoints.Testing")]
    [InlineData("Endpoints.Transport.Linux.Kestrel")]
    [InlineData("Endpoints.RabbitMQ")]
    [InlineData("Endpoints.Postgres")]
    public void The_public_surface_is_the_accepted_one(string assembly) => Folder.Verify(
        $"PublicApi.{assembly}",
        new Dictionary<string, string> { [$"{assembly}.cs"] = PublicApi.Of(System.Reflection.Assembly.Load(assembly)) });
}
