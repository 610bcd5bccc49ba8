using Endpoints.Integration.Tests.Samples;

namespace Endpoints.Integration.Tests.Clients;

/// <summary>A client in another language. It judges for itself; its own output is the message of a failing test.</summary>
internal sealed record PeerProgram(string FileName, string Script)
{
    /// <summary>Node's <c>ws</c>.</summary>
    public static PeerProgram Node { get; } = new("node", Path.Combine(Repository.ClientFolder, "node", "peer.mjs"));

    /// <summary>Debian's <c>python3-websockets</c>, so the system's Python and no other that may come first in the path.</summary>
    public static PeerProgram Python { get; } = new("/usr/bin/python3", Path.Combine(Repository.ClientFolder, "python", "peer.py"));

    /// <summary>Runs one case against a server.</summary>
    public async Task RunAsync(SampleProcess server, string name)
    {
        await using var peer = Start(server, name);
        await AssertPassedAsync(peer, server, name);
    }

    /// <summary>Runs one case, stopping the server once the client is ready for that.</summary>
    public async Task RunUntilServerStopsAsync(string name)
    {
        await using var server = await SampleProcess.StartAsync("Echo");
        await using var peer = Start(server, name);
        await peer.WaitForLineAsync("ready");
        Assert.Equal(0, await server.StopAsync());
        await AssertPassedAsync(peer, server, name);
    }

    private ChildProcess Start(SampleProcess server, string name) =>
        ChildProcess.Start(FileName, [Script, server.Address.ToString(), name], Path.GetDirectoryName(Script));

    private async Task AssertPassedAsync(ChildProcess peer, SampleProcess server, string name)
    {
        var code = await peer.WaitForExitAsync();
        Assert.True(
            code == 0 && peer.Output.Contains("passed", StringComparison.Ordinal),
            $"{Path.GetFileName(FileName)}: case '{name}' ended with {code}.\n{peer.Output}\nThe server printed:\n{server.Output}");
    }
}
