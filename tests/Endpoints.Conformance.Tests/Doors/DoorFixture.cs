using Endpoints.Dispatch;
using Endpoints.Options;
using Endpoints.TestKit.Doors;
using Endpoints.TestKit.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Conformance.Tests.Doors;

/// <summary>The hosts behind one door, one for each <see cref="HostPolicy"/>, started once for a class of tests.</summary>
public abstract class DoorFixture : IAsyncLifetime
{
    private readonly Dictionary<HostPolicy, ITestDoor> _hosts = [];

    public async Task InitializeAsync()
    {
        foreach (var policy in Enum.GetValues<HostPolicy>())
        {
            _hosts[policy] = await StartAsync(options => options.Compression = CompressionOf(policy), _ => { });
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var host in _hosts.Values)
        {
            await host.DisposeAsync();
        }
    }

    internal ITestDoor Host(HostPolicy policy) => _hosts[policy];

    internal int SessionCount => _hosts.Values.Sum(host => host.Services.GetRequiredService<EndpointServer>().SessionCount);

    internal Task<OpenedSession> OpenAsync(ConformanceCase scenario) => OpenAsync(_hosts[scenario.Policy], scenario.Path, scenario.Offers);

    /// <summary>A host of its own, for tests that set options.</summary>
    internal abstract Task<ITestDoor> StartAsync(Action<WebSocketEndpointOptions> configure, Action<IServiceCollection> addServices);

    /// <summary>Does the opening handshake, which must succeed.</summary>
    internal virtual async Task<OpenedSession> OpenAsync(ITestDoor host, string path, params string[] offers)
    {
        var stream = await host.ConnectAsync();
        var peer = new RawPeer(stream);
        var response = await peer.OpenAsync(path, [.. offers.Select(offer => $"Sec-WebSocket-Extensions: {offer}")]);
        return new OpenedSession(stream, peer, response["Sec-WebSocket-Extensions"]);
    }

    /// <summary>Ends the connection without a word, as a crashed client's system or a firewall does.</summary>
    internal abstract void Reset(OpenedSession session);

    private static WebSocketCompressionOptions CompressionOf(HostPolicy policy) => policy switch
    {
        HostPolicy.TakesOver => new() { Threshold = 0, ServerContextTakeover = true, ClientContextTakeover = true },
        HostPolicy.SmallWindows => new()
        {
            Threshold = 0, ServerContextTakeover = true, ClientContextTakeover = true, ServerMaxWindowBits = 10, ClientMaxWindowBits = 10,
        },
        _ => new(),
    };
}
