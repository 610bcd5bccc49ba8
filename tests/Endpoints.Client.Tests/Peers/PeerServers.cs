using System.Reflection;
using Endpoints.TestKit.Processes;

namespace Endpoints.Client.Tests.Peers;

/// <summary>Echo servers in other languages: Node's <c>ws</c> and Debian's <c>python3-websockets</c>, each on a free port that it prints.</summary>
internal static class PeerServers
{
    private static readonly string Root = typeof(PeerServers).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(metadata => metadata.Key == "RepositoryRoot").Value!;

    private static readonly string Clients = Path.Combine(Root, "tests", "Endpoints.Integration.Tests", "Clients");

    /// <summary>Starts a server, and waits until it listens.</summary>
    /// <param name="name"><c>node</c> or <c>python</c>.</param>
    /// <param name="deflate">Whether it takes permessage-deflate.</param>
    public static async Task<(ChildProcess Process, Uri Address)> StartAsync(string name, bool deflate)
    {
        var (program, script) = name == "node"
            ? ("node", Path.Combine(Clients, "node", "server.mjs"))
            : ("/usr/bin/python3", Path.Combine(Clients, "python", "server.py"));
        var process = ChildProcess.Start(program, deflate ? [script, "deflate"] : [script]);
        try
        {
            var line = await process.WaitForLineAsync("listening on ");
            return (process, new Uri($"ws://127.0.0.1:{line.Split(' ')[^1].Trim()}/chat"));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }
}
