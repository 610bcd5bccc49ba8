using System.Diagnostics.Metrics;

namespace EndpointsServer;

/// <summary>
/// Listens to every instrument of the meter <c>Endpoints</c> and collects once a second: what an exporter makes the library do, without what the
/// exporter does itself.
/// </summary>
internal sealed class MetricsCollector : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Timer _timer;
    private long _told;

    private MetricsCollector()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Endpoints")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, _, _, _) => Interlocked.Increment(ref _told));
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref _told));
        _listener.Start();
        _timer = new Timer(_ => _listener.RecordObservableInstruments(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public static MetricsCollector Start() => new();

    public void Dispose()
    {
        _timer.Dispose();
        _listener.Dispose();
    }
}
