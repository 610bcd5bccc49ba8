using System.Net;
using System.Net.Sockets;
using Endpoints.Integration.Tests.Samples;

namespace Endpoints.Integration.Tests.Clients;

/// <summary>One echo server for all of the clients, which run one after the other.</summary>
public sealed class EchoSample : IAsyncLifetime
{
    private SampleProcess? _sample;

    internal SampleProcess Sample => _sample ?? throw new InvalidOperationException("The sample has not been started.");

    public async Task InitializeAsync() => _sample = await SampleProcess.StartAsync("Echo");

    public async Task DisposeAsync()
    {
        if (_sample is not null)
        {
            await _sample.DisposeAsync();
        }
    }

    /// <summary>A connection on which each write is a segment of its own.</summary>
    internal async Task<NetworkStream> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, Sample.Address.Port);
        return new NetworkStream(socket, ownsSocket: true);
    }
}

[CollectionDefinition(Name)]
public sealed class EchoCollection : ICollectionFixture<EchoSample>
{
    public const string Name = "Echo sample";
}
