using System.Reflection;
using Endpoints.TestKit.Processes;

namespace Endpoints.Client.Tests.Peers;

/// <summary>
/// Echo servers in other languages: Node's <c>ws</c>, Debian's <c>python3-websockets</c> and Gorilla's websocket for Go, each on a free port that
/// it prints.
/// </summary>
internal static class PeerServers
{
    private static readonly string Root = typeof(PeerServers).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(metadata => metadata.Key == "RepositoryRoot").Value!;

    private static readonly string Clients = Path.Combine(Root, "tests", "Endpoints.Integration.Tests", "Clients");

    // Compiled once in a run.
    private static readonly Lazy<Task<string>> Go = new(() => GoProgram.BuildAsync(Path.Combine(Clients, "go", "server"), "go-server"));

    /// <summary>Starts a server, and waits until it listens.</summary>
    /// <param name="name"><c>node</c>, <c>python</c> or <c>go</c>.</param>
    /// <param name="deflate">Whether it takes permessage-deflate.</param>
    public static async Task<(ChildProcess Process, Uri Address)> StartAsync(string name, bool deflate)
    {
        string[] command = name switch
        {
            "node" => ["node", Path.Combine(Clients, "node", "server.mjs")],
            "python" => ["/usr/bin/python3", Path.Combine(Clients, "python", "server.py")],
            _ => [await Go.Value],
        };
        string[] arguments = deflate ? [.. command[1..], "deflate"] : command[1..];
        var process = ChildProcess.Start(command[0], arguments);
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
