using Endpoints.Integration.Tests.Samples;

namespace Endpoints.Integration.Tests.Clients;

/// <summary>The echo server with permessage-deflate.</summary>
public sealed class CompressingEchoSample : IAsyncLifetime
{
    private SampleProcess? _sample;

    internal SampleProcess Sample => _sample ?? throw new InvalidOperationException("The sample has not been started.");

    public async Task InitializeAsync() => _sample = await SampleProcess.StartAsync("Echo", ["--compression"]);

    public async Task DisposeAsync()
    {
        if (_sample is not null)
        {
            await _sample.DisposeAsync();
        }
    }
}
