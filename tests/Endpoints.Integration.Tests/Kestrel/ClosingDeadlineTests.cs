using Endpoints.AspNetCore.Kestrel;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Time.Testing;

namespace Endpoints.Integration.Tests.Kestrel;

/// <summary>A connection whose last bytes a peer does not take.</summary>
public sealed class ClosingDeadlineTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();
    private readonly Connection _connection = new();

    [Fact]
    public void A_connection_that_has_not_ended_in_time_is_aborted_once()
    {
        ClosingDeadline.Start(_connection, Timeout, _time);

        _time.Advance(Timeout - TimeSpan.FromTicks(1));
        Assert.Equal(0, _connection.Aborts);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(1, _connection.Aborts);
        _time.Advance(10 * Timeout);
        Assert.Equal(1, _connection.Aborts);
    }

    [Fact]
    public void A_connection_that_has_ended_by_itself_is_left_alone()
    {
        ClosingDeadline.Start(_connection, Timeout, _time);

        _connection.End();
        _time.Advance(10 * Timeout);

        Assert.Equal(0, _connection.Aborts);
    }

    [Fact]
    public void A_connection_that_had_ended_before_is_left_alone()
    {
        _connection.End();

        ClosingDeadline.Start(_connection, Timeout, _time);
        _time.Advance(10 * Timeout);

        Assert.Equal(0, _connection.Aborts);
    }

    private sealed class Connection : DefaultConnectionContext
    {
        private readonly CancellationTokenSource _closed = new();

        public Connection() => ConnectionClosed = _closed.Token;

        public int Aborts { get; private set; }

        public override void Abort(ConnectionAbortedException abortReason) => Aborts++;

        public void End() => _closed.Cancel();
    }
}
