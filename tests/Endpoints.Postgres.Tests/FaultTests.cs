using Endpoints.Backplanes;
using Endpoints.Postgres.Tests.Server;
using Npgsql;

namespace Endpoints.Postgres.Tests;

/// <summary>How the loss of a connection is noticed.</summary>
[Collection(ServerCollection.Name)]
public sealed class FaultTests(PostgresServer server)
{
    private readonly RecordingReceiver _receiver = new();
    private readonly string _prefix = server.NewPrefix();

    [Fact]
    public async Task A_listener_that_is_terminated_closes_the_connection()
    {
        await using var backplane = Backplanes.Create(Named(server.ConnectionString), _prefix);
        await using var connection = await backplane.ListenAsync(_receiver, 1);

        await server.AskAsync<long>(
            $"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = '{_prefix}' AND query LIKE 'LISTEN%'");

        Assert.Equal(PostgresErrorCodes.AdminShutdown, (await Assert.ThrowsAsync<PostgresException>(() => Within(connection.Closed))).SqlState);
        await Assert.ThrowsAsync<IOException>(async () => await connection.SubscribeAsync([BackplaneTopic.OfBucket(2)], CancellationToken.None));
    }

    [Fact]
    public async Task A_transaction_that_fails_fails_the_confirm_and_closes_the_connection()
    {
        await using var backplane = Backplanes.Create(Named(server.ConnectionString), _prefix);
        await using var connection = await backplane.ListenAsync(_receiver, 1);
        await connection.PublishConfirmedAsync(Backplanes.Topic(1), [1]);
        await _receiver.WaitAsync(1);
        await server.AskAsync<long>(
            $"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = '{_prefix}' AND query NOT LIKE 'LISTEN%'");

        await Assert.ThrowsAnyAsync<Exception>(() => connection.PublishConfirmedAsync(Backplanes.Topic(1), [2]));

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => Within(connection.Closed));
        Assert.Equal([[1]], _receiver.Messages);
    }

    [Fact]
    public async Task A_network_that_falls_silent_is_noticed()
    {
        await using var proxy = new FaultyProxy(server.Port);
        await using var backplane = Backplanes.Create(
            PostgresServer.ConnectionStringAt(proxy.Port), _prefix, options => options.PingInterval = options.CommandTimeout = TimeSpan.FromSeconds(1));
        await using var connection = await backplane.ListenAsync(_receiver, 1);
        await connection.PublishConfirmedAsync(Backplanes.Topic(1), [1]);
        await _receiver.WaitAsync(1);

        proxy.Freeze();

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => Within(connection.Closed));
    }

    [Fact]
    public async Task A_silent_connection_that_is_alive_stays()
    {
        await using var backplane = Backplanes.Create(Named(server.ConnectionString), _prefix, options => options.PingInterval = TimeSpan.FromSeconds(1));
        await using var connection = await backplane.ListenAsync(_receiver, 1);

        // Its last statement is the ping then.
        await Eventually.IsAsync(
            async () => await server.AskAsync<long>($"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{_prefix}' AND query = 'SELECT 1'") > 0,
            () => "there was no ping");

        Assert.False(connection.Closed.IsCompleted);
        await connection.PublishConfirmedAsync(Backplanes.Topic(1), [1]);
        await _receiver.WaitAsync(1);
    }

    [Fact]
    public async Task Notifications_that_do_not_come_are_noticed_at_once_and_the_pooler_is_named()
    {
        await using var proxy = new FaultyProxy(server.Port) { KeepsNotifications = true };
        await using var backplane = Backplanes.Create(
            PostgresServer.ConnectionStringAt(proxy.Port), _prefix, options => options.CommandTimeout = TimeSpan.FromSeconds(1));

        var error = await Assert.ThrowsAsync<WebSocketBackplaneException>(() => backplane.ConnectAsync(_receiver, CancellationToken.None));

        Assert.Contains("PgBouncer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_publisher_that_waits_for_room_is_told_when_the_connection_is_lost()
    {
        await using var proxy = new FaultyProxy(server.Port);
        await using var backplane = Backplanes.Create(
            PostgresServer.ConnectionStringAt(proxy.Port), _prefix, options => options.CommandTimeout = TimeSpan.FromSeconds(1));
        await using var connection = await backplane.ListenAsync(_receiver, 1);
        proxy.Freeze();

        // One batch is under way, one is full, and then there is no room: it would go on for ever.
        var publishing = Task.Run(async () =>
        {
            while (true)
            {
                await connection.PublishAsync(Backplanes.Topic(1), new byte[100], confirm: false, CancellationToken.None);
            }
        });

        await Assert.ThrowsAsync<IOException>(() => Within(publishing));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => Within(connection.Closed));
    }

    private string Named(string connectionString) => $"{connectionString};Application Name={_prefix}";

    private static Task Within(Task task) => task.WaitAsync(TestKit.Processes.ChildProcess.Patience);
}
