using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Endpoints.TestKit.Diagnostics;

/// <summary>
/// All that the instruments of one meter, or of several, were told since this was created. By the meter itself and not by its name, so that tests that
/// run beside each other do not see each other.
/// </summary>
internal sealed class MeterReadings : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<Reading> _readings = [];

    public MeterReadings(params Meter[] meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (meters.Any(meter => ReferenceEquals(instrument.Meter, meter)))
            {
                Units[instrument.Name] = instrument.Unit ?? "";
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            _readings.Enqueue(new Reading(instrument.Name, value, tags.ToArray().ToDictionary())));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
            _readings.Enqueue(new Reading(instrument.Name, 0, tags.ToArray().ToDictionary()) { Number = value }));
        _listener.Start();
    }

    /// <summary>The unit of each instrument of the meter.</summary>
    public ConcurrentDictionary<string, string> Units { get; } = [];

    /// <summary>Everything that was recorded, for assertions on whole sets of tags.</summary>
    public IReadOnlyCollection<Reading> All => _readings;

    /// <summary>The sum of what an instrument was told with these tags, perhaps among others.</summary>
    public long Sum(string instrument, params (string Key, object Value)[] tags) => _readings
        .Where(reading => reading.Instrument == instrument
            && tags.All(tag => reading.Tags.TryGetValue(tag.Key, out var value) && Equals(value, tag.Value)))
        .Sum(reading => reading.Value);

    /// <summary>What an observable instrument says now.</summary>
    public long Observe(string instrument)
    {
        _listener.RecordObservableInstruments();
        return _readings.Last(reading => reading.Instrument == instrument).Value;
    }

    /// <summary>What an observable instrument says now with these tags, perhaps among others, summed up.</summary>
    public long Observe(string instrument, params (string Key, object Value)[] tags)
    {
        var before = _readings.Count;
        _listener.RecordObservableInstruments();
        return _readings.Skip(before)
            .Where(reading => reading.Instrument == instrument && tags.All(tag => Equals(reading.Tags.GetValueOrDefault(tag.Key), tag.Value)))
            .Sum(reading => reading.Value);
    }

    /// <summary>What a histogram was told.</summary>
    public IReadOnlyList<Reading> Recorded(string instrument) => [.. _readings.Where(reading => reading.Instrument == instrument)];

    public void Dispose() => _listener.Dispose();

    /// <param name="Instrument">The instrument.</param>
    /// <param name="Value">What it was told; 0 for an instrument of numbers with fractions.</param>
    /// <param name="Tags">The tags.</param>
    internal sealed record Reading(string Instrument, long Value, Dictionary<string, object?> Tags)
    {
        /// <summary>What an instrument of numbers with fractions was told.</summary>
        public double Number { get; init; }
    }
}
