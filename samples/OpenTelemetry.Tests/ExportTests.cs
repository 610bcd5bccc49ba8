using System.Diagnostics;
using Endpoints.Client;

namespace Observability.Tests;

/// <summary>The program as it is, and a receiver that it exports to.</summary>
public class ExportTests
{
    [Fact]
    public async Task Metrics_and_spans_arrive_and_a_frame_that_names_a_trace_is_in_it()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var app = Application.Create(
        [
            "--urls", "http://127.0.0.1:0",
            "--OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Address,
            "--OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
            "--OTEL_METRIC_EXPORT_INTERVAL", "200",
            "--OTEL_BSP_SCHEDULE_DELAY", "100",
        ]);
        await app.StartAsync();
        var trace = ActivityTraceId.CreateRandom().ToHexString();

        var options = new WebSocketClientOptions { Protocols = { "v12.stomp" } };
        await using (var session = await WebSocketClient.ConnectAsync(
            new Uri(app.Urls.Single().Replace("http", "ws", StringComparison.Ordinal) + "/stomp"), options))
        {
            await session.SendTextAsync($"SEND\ndestination:/x\ntraceparent:00-{trace}-00f067aa0ba902b7-01\n\nhello\0");
            await foreach (var message in session.ReceiveAllAsync())
            {
                Assert.EndsWith("\n\nhello\0", System.Text.Encoding.UTF8.GetString(message.Payload.Span), StringComparison.Ordinal);
                break;
            }
        }

        await WaitAsync(() => receiver.Spans.Any(span => span.Name == "session /stomp"), () => string.Join(", ", receiver.Spans));
        await WaitAsync(() => receiver.Spans.Any(span => span.Name == "handshake /stomp"), () => string.Join(", ", receiver.Spans));
        await WaitAsync(
            () => receiver.Spans.Any(span => span is { Name: "message /stomp", ParentId: "00f067aa0ba902b7" } && span.TraceId == trace),
            () => string.Join(", ", receiver.Spans));
        string[] expected =
        [
            "endpoints.handlers.duration", "endpoints.handshakes", "endpoints.messages", "endpoints.messages.io",
            "endpoints.send_queue.size", "endpoints.sessions.closed", "endpoints.sessions.duration", "endpoints.sessions.open",
        ];
        await WaitAsync(() => !expected.Except(receiver.Metrics).Any(), () => string.Join(", ", receiver.Metrics.Distinct()));
    }

    private static async Task WaitAsync(Func<bool> condition, Func<string> whatThereIs)
    {
        for (var i = 0; i < 600 && !condition(); i++)
        {
            await Task.Delay(50);
        }

        Assert.True(condition(), whatThereIs());
    }
}
