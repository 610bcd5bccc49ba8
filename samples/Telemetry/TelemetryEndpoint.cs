using Endpoints;
using Telemetry.Wire;

namespace Telemetry;

/// <summary>Takes measurements and answers each with what is known of its sensor so far: one class, two forms on the wire.</summary>
[UseCodec(typeof(ProtobufCodec<>), Protocol = "telemetry.proto")]
[UseCodec(typeof(ProtobufJsonCodec<>), Protocol = "telemetry.json")]
[WebSocketEndpoint("/telemetry", Protocols = ["telemetry.proto", "telemetry.json"], RequireProtocol = true, MaxMessageSize = 4096)]
public sealed class TelemetryEndpoint
{
    private const int MaxSensors = 1000;

    private readonly Dictionary<string, Summary> _summaries = [];

    /// <summary>Counts a measurement in.</summary>
    [OnMessage]
    public async ValueTask<Summary?> Measured(Reading reading, WebSocketSession session)
    {
        if (!_summaries.TryGetValue(reading.Sensor, out var summary))
        {
            if (_summaries.Count == MaxSensors)
            {
                await session.CloseAsync(CloseStatus.PolicyViolation.WithReason($"A device has at most {MaxSensors} sensors."));
                return null;
            }

            _summaries.Add(reading.Sensor, summary = new Summary { Sensor = reading.Sensor, Highest = reading.Value });
        }

        summary.Count++;
        summary.Mean += (reading.Value - summary.Mean) / summary.Count;
        summary.Highest = Math.Max(summary.Highest, reading.Value);
        return summary;
    }
}
