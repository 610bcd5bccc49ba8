using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Endpoints.Testing.Memory;

/// <summary>Passes on what the server logs, and keeps it for the message of a failing test.</summary>
internal sealed class ServerLog(ILoggerFactory inner) : ILoggerFactory
{
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly ConcurrentQueue<Exception> _exceptions = [];

    /// <summary>What was logged at information and above.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>What handlers and constructors of endpoints threw and nobody caught.</summary>
    public IReadOnlyList<Exception> Exceptions => [.. _exceptions];

    public ILogger CreateLogger(string categoryName) => new Recorder(inner.CreateLogger(categoryName), this);

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose()
    {
    }

    private sealed class Recorder(ILogger inner, ServerLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information || inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Information)
            {
                log._lines.Enqueue(formatter(state, exception));
                if (exception is not null)
                {
                    log._exceptions.Enqueue(exception);
                }
            }

            if (inner.IsEnabled(logLevel))
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
