using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Endpoints.Client.Tests.Servers;
using Microsoft.Extensions.Logging;

namespace Endpoints.Client.Tests;

/// <summary>Retained messages that nobody disposes are found. The switch is on in this program, as in a Debug build of an application.</summary>
public sealed class LeakedMessageTests : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(EventId Id, LogLevel Level, string Text)> _lines = [];
    private readonly LoggerFactory _loggers = new();

    public LeakedMessageTests() => _loggers.AddProvider(this);

    [Fact]
    public async Task A_message_that_was_never_disposed_is_logged_with_its_place_and_counted()
    {
        var counted = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument is { Name: "endpoints.messages.leaked", Meter.Name: "Endpoints" })
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref counted, value));
        listener.Start();

        var message = await ReceiveAsync(12_345);
        Lose(message);
        await Eventually(() => _lines.Any(line => line.Text.Contains("12345 bytes", StringComparison.Ordinal)));

        var (id, level, text) = _lines.Single(line => line.Text.Contains("12345 bytes", StringComparison.Ordinal));
        Assert.Equal((19, LogLevel.Warning), (id.Id, level));
        Assert.Contains($"{nameof(LeakedMessageTests)}.{nameof(Lose)}", text, StringComparison.Ordinal);
        Assert.True(Interlocked.Read(ref counted) >= 1);
    }

    [Fact]
    public async Task One_that_was_disposed_is_not()
    {
        var message = await ReceiveAsync(6_789);
        UseAndDispose(message);

        // One that is lost later is found later: the collector has passed both by then.
        Lose(message);
        await Eventually(() => _lines.Any(line => line.Text.Contains("6789 bytes", StringComparison.Ordinal)));
        Collect();
        await Task.Yield();
        Assert.DoesNotContain(_lines, line => line.Text.Contains(nameof(UseAndDispose), StringComparison.Ordinal));
        Assert.Single(_lines, line => line.Text.Contains("6789 bytes", StringComparison.Ordinal));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Lose(WebSocketMessage message) => _ = message.Retain();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UseAndDispose(WebSocketMessage message)
    {
        using var retained = message.Retain();
        Assert.Equal(message.Payload.Length, retained.Payload.Length);
    }

    /// <summary>A message by a session whose client has this log.</summary>
    private async Task<WebSocketMessage> ReceiveAsync(int length)
    {
        var server = new RuntimeServer(TimeProvider.System);
        var options = server.Options;
        options.LoggerFactory = _loggers;
        server.Sink.OnCall = (session, call) => call == "open" ? session.SendBinaryAsync(new byte[length]) : default;
        await using var session = await WebSocketClient.ConnectAsync(new Uri("ws://memory.example/"), options);
        await foreach (var message in session.ReceiveAllAsync())
        {
            return WebSocketMessage.Binary(message.Payload.ToArray());
        }

        throw new InvalidOperationException("No message came.");
    }

    private static async Task Eventually(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(RawServer.Patience);
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            Collect();
            await Task.Yield();
        }
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    ILogger ILoggerProvider.CreateLogger(string categoryName) => this;

    void ILogger.Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((eventId, logLevel, formatter(state, exception)));

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    public void Dispose() => _loggers.Dispose();
}
