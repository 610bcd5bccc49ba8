using Endpoints.Integration.Tests.Samples;

namespace Endpoints.Integration.Tests.Clients;

/// <summary>A client in another language. It judges for itself; its own output is the message of a failing test.</summary>
/// <param name="Name">What failures call it.</param>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">What comes before the address and the case.</param>
internal sealed record PeerProgram(string Name, string FileName, params string[] Arguments)
{
    /// <summary>Node's <c>ws</c>.</summary>
    public static PeerProgram Node { get; } = new("Node", "node", Path.Combine(Repository.ClientFolder, "node", "peer.mjs"));

    /// <summary>Debian's <c>python3-websockets</c>, so the system's Python and no other that may come first in the path.</summary>
    public static PeerProgram Python { get; } =
        new("Python", "/usr/bin/python3", Path.Combine(Repository.ClientFolder, "python", "peer.py"));

    /// <summary>Runs one case against a sample.</summary>
    public async Task RunAsync(SampleProcess server, string name)
    {
        await using var peer = Start(server.Address, name);
        await AssertPassedAsync(peer, name, server.Output);
    }

    /// <summary>Runs one case against a server of this process.</summary>
    /// <returns>What the client printed.</returns>
    public async Task<string> RunAsync(Uri address, string name, params string[] options)
    {
        await using var peer = Start(address, [name, .. options]);
        await AssertPassedAsync(peer, name, serverOutput: null);
        return peer.Output;
    }

    /// <summary>Runs one case, stopping the server once the client is ready for that.</summary>
    public async Task RunUntilServerStopsAsync(string name)
    {
        await using var server = await SampleProcess.StartAsync("Echo");
        await using var peer = Start(server.Address, name);
        await peer.WaitForLineAsync("ready");
        Assert.Equal(0, await server.StopAsync());
        await AssertPassedAsync(peer, name, server.Output);
    }

    private ChildProcess Start(Uri address, params string[] caseAndOptions) =>
        ChildProcess.Start(FileName, [.. Arguments, address.ToString(), .. caseAndOptions]);

    private async Task AssertPassedAsync(ChildProcess peer, string name, string? serverOutput)
    {
        var code = await peer.WaitForExitAsync();
        Assert.True(
            code == 0 && peer.Output.Contains("passed", StringComparison.Ordinal),
            $"{Name}: case '{name}' ended with {code}.\n{peer.Output}\nThe server printed:\n{serverOutput}");
    }
}
