using System.Diagnostics.Metrics;
using Endpoints.Diagnostics;

namespace Endpoints.Backplanes;

/// <summary>What is counted about messages between processes (docs/metrics.md). Safe to use from any thread.</summary>
internal sealed class BackplaneMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly bool _ownsMeter;
    private readonly Counter<long> _published;
    private readonly Counter<long> _received;
    private readonly Counter<long> _delivered;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _connects;

    /// <param name="factory">Makes the meter; <see langword="null"/> where the host has none.</param>
    /// <param name="isConnected">Whether there is a connection at the moment.</param>
    public BackplaneMetrics(IMeterFactory? factory, Func<bool> isConnected)
    {
        _ownsMeter = factory is null;
        _meter = factory is null ? new Meter(EndpointMetrics.MeterName) : factory.Create(EndpointMetrics.MeterName);
        _published = _meter.CreateCounter<long>("endpoints.backplane.published", "{message}", "Messages that were given to the broker.");
        _received = _meter.CreateCounter<long>("endpoints.backplane.received", "{message}", "Messages of other processes.");
        _delivered = _meter.CreateCounter<long>(
            "endpoints.backplane.delivered", "{message}", "Messages of other processes, once for each session that has taken one.");
        _dropped = _meter.CreateCounter<long>("endpoints.backplane.dropped", "{message}", "Messages that went to no other process, or were not taken from one.");
        _connects = _meter.CreateCounter<long>("endpoints.backplane.connects", "{connection}", "Connections to the broker that were made.");
        _meter.CreateObservableGauge("endpoints.backplane.connected", () => isConnected() ? 1 : 0, "{connection}", "1 while there is a connection to the broker.");
    }

    public void Published() => _published.Add(1);

    public void Received() => _received.Add(1);

    public void Delivered(int sessions) => _delivered.Add(sessions);

    public void Dropped(DropReason reason) => _dropped.Add(1, new KeyValuePair<string, object?>("error.type", TagName.Of(reason)));

    public void Connected() => _connects.Add(1);

    public void Dispose()
    {
        // A factory disposes what it has made.
        if (_ownsMeter)
        {
            _meter.Dispose();
        }
    }
}
