using Endpoints.AspNetCore.Kestrel;
using Endpoints.Testing;
using Microsoft.AspNetCore.Connections;

namespace Endpoints.Integration.Tests.Kestrel;

/// <summary>A connection whose last bytes a peer does not take.</summary>
public sealed class ClosingDeadlineTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly TestClock _time = new();

    [Fact]
    public async Task A_connection_that_has_not_ended_in_time_is_aborted_once()
    {
        await using var connection = new Connection();
        ClosingDeadline.Start(connection, Timeout, _time);

        _time.Advance(Timeout - TimeSpan.FromTicks(1));
        Assert.Equal(0, connection.Aborts);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(1, connection.Aborts);
        _time.Advance(10 * Timeout);
        Assert.Equal(1, connection.Aborts);
    }

    [Fact]
    public async Task A_connection_that_has_ended_by_itself_is_left_alone()
    {
        await using var connection = new Connection();
        ClosingDeadline.Start(connection, Timeout, _time);

        connection.End();
        _time.Advance(10 * Timeout);

        Assert.Equal(0, connection.Aborts);
    }

    [Fact]
    public async Task A_connection_that_had_ended_before_is_left_alone()
    {
        await using var connection = new Connection();
        connection.End();

        ClosingDeadline.Start(connection, Timeout, _time);
        _time.Advance(10 * Timeout);

        Assert.Equal(0, connection.Aborts);
    }

    private sealed class Connection : DefaultConnectionContext
    {
        private readonly CancellationTokenSource _closed = new();

        public Connection() => ConnectionClosed = _closed.Token;

        public int Aborts { get; private set; }

        public override void Abort(ConnectionAbortedException abortReason) => Aborts++;

        public void End() => _closed.Cancel();

        public override ValueTask DisposeAsync()
        {
            _closed.Dispose();
            return base.DisposeAsync();
        }
    }
}
