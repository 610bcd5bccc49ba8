using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Endpoints.Integration.Tests.Transport;

/// <summary>Keeps what is logged from a level on.</summary>
internal sealed class LogCollector(LogLevel least) : ILoggerProvider
{
    public ConcurrentQueue<string> Entries { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Collector(this, categoryName, least);

    public void Dispose()
    {
    }

    private sealed class Collector(LogCollector collector, string category, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                collector.Entries.Enqueue($"{category}: {formatter(state, exception)} {exception}");
            }
        }
    }
}
