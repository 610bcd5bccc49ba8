using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Endpoints.Transport.Linux.Tests.Hosting;

/// <summary>Notes what is logged, as text.</summary>
internal sealed class LogLines(ConcurrentQueue<string> all) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        all.Enqueue(formatter(state, exception));

    public void Dispose()
    {
    }
}
