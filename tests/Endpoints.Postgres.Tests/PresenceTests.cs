using Endpoints.Postgres.Tests.Cluster;
using Endpoints.Postgres.Tests.Server;

namespace Endpoints.Postgres.Tests;

/// <summary>Two hosts over one database: who is there.</summary>
[Collection(ServerCollection.Name)]
public sealed class PresenceTests(PostgresServer server)
{
    [Fact]
    public async Task Who_comes_and_goes_is_known_in_every_host()
    {
        var prefix = server.NewPrefix();
        await using var a = await ClusterHost.StartAsync("a", server.ConnectionString, prefix);
        await using var b = await ClusterHost.StartAsync("b", server.ConnectionString, prefix);
        var peers = new List<Peer>();

        // A list of so many takes several notifications.
        for (var number = 0; number < 150; number++)
        {
            peers.Add(await Peer.OpenAsync(b, "tea", $"user {number:000}"));
        }

        peers.Add(await Peer.OpenAsync(a, "tea", "ada"));
        await Eventually.IsAsync(() => a.Cluster.GetNodes().Count == 2, () => $"{a.Cluster.GetNodes().Count} hosts");
        Assert.Equal(151, await a.Presence.CountAsync("tea"));
        Assert.Equal(1, a.Presence.Count("tea"));

        await peers[0].DisposeAsync();
        peers.Add(await Peer.OpenAsync(b, "tea", "bob"));
        string[] expected = ["ada", "bob", .. Enumerable.Range(1, 149).Select(number => $"user {number:000}")];
        foreach (var host in new[] { a, b })
        {
            await Eventually.IsAsync(
                async () => expected.SequenceEqual((await host.Presence.ListUsersAsync("tea")).Select(user => user.Name).Order(StringComparer.Ordinal)),
                () => $"{host.Name} knows others");
        }

        foreach (var peer in peers)
        {
            await peer.DisposeAsync();
        }

        await Eventually.IsAsync(async () => await a.Presence.CountAsync("tea") == 0, () => "somebody is left");
    }
}
