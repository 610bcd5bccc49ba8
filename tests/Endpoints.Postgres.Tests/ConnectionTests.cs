using System.Buffers.Binary;
using Endpoints.Backplanes;
using Endpoints.Postgres.Tests.Server;
using Npgsql;

namespace Endpoints.Postgres.Tests;

/// <summary>One connection against a real server: what arrives where, how large it may be, and in what order.</summary>
[Collection(ServerCollection.Name)]
public sealed class ConnectionTests(PostgresServer server)
{
    private readonly RecordingReceiver _receiver = new();
    private readonly string _prefix = server.NewPrefix();

    [Fact]
    public async Task Only_what_is_listened_to_arrives()
    {
        await using var backplane = Backplanes.Create(server.ConnectionString, _prefix);
        await using var strangers = Backplanes.Create(server.ConnectionString, server.NewPrefix());
        var (other, stranger) = (new RecordingReceiver(), new RecordingReceiver());
        await using var first = await backplane.ListenAsync(_receiver, 0, 7);
        await using var second = await backplane.ListenAsync(other, 7, 4095);
        await using var third = await strangers.ListenAsync(stranger, 0, 7, 4095);

        await first.PublishConfirmedAsync(Backplanes.Topic(0), [1]);
        await first.PublishConfirmedAsync(Backplanes.Topic(4095), [2]);
        await first.PublishConfirmedAsync(Backplanes.Topic(12), [3]);
        await second.PublishConfirmedAsync(Backplanes.Topic(7, 1), [4]);
        await second.PublishConfirmedAsync(Backplanes.Topic(7, 2), [5]);

        await _receiver.WaitAsync(3);
        await other.WaitAsync(3);
        Assert.Equal([[1], [4], [5]], _receiver.Messages);
        Assert.Equal([[2], [4], [5]], other.Messages);
        Assert.Empty(stranger.Messages);
    }

    [Fact]
    public async Task What_is_not_listened_to_any_more_does_not_arrive()
    {
        await using var backplane = Backplanes.Create(server.ConnectionString, _prefix);
        await using var connection = await backplane.ListenAsync(_receiver, 1, 2);

        await connection.UnsubscribeAsync([BackplaneTopic.OfBucket(1)], CancellationToken.None);
        await connection.PublishConfirmedAsync(Backplanes.Topic(1), [1]);
        await connection.PublishConfirmedAsync(Backplanes.Topic(2), [2]);

        await _receiver.WaitAsync(1);
        Assert.Equal([[2]], _receiver.Messages);
    }

    [Theory]
    [InlineData(16, 0)]
    [InlineData(16, 5_998)]
    [InlineData(16, 5_999)]
    [InlineData(16, 95_888)]
    [InlineData(1, 5_998)]
    [InlineData(255, 1_528_215)]
    public async Task A_message_of_any_size_up_to_the_limit_arrives_as_it_was(int parts, int size)
    {
        await using var backplane = Backplanes.Create(server.ConnectionString, _prefix, options => options.MaxParts = parts);
        await using var connection = await backplane.ListenAsync(_receiver, 5);
        var message = new byte[size];
        new Random(size).NextBytes(message);

        await connection.PublishConfirmedAsync(Backplanes.Topic(5), message);

        await _receiver.WaitAsync(1);
        Assert.Equal([message], _receiver.Messages);
    }

    [Fact]
    public async Task Large_messages_that_differ_in_their_beginning_only_all_arrive()
    {
        await using var backplane = Backplanes.Create(server.ConnectionString, _prefix);
        await using var connection = await backplane.ListenAsync(_receiver, 5);
        var message = new byte[50_000];
        for (message[0] = 0; message[0] < 200; message[0]++)
        {
            await connection.PublishAsync(Backplanes.Topic(5), message, confirm: false, CancellationToken.None);
        }

        await _receiver.WaitAsync(200);
        Assert.Equal(Enumerable.Range(0, 200), _receiver.Messages.Select(received => (int)received[0]));
        Assert.All(_receiver.Messages, received => Assert.Equal(message.Length, received.Length));
    }

    [Theory]
    [InlineData(1, 5_999)]
    [InlineData(16, 95_889)]
    [InlineData(255, 1_528_216)]
    public async Task One_byte_more_is_refused(int parts, int size)
    {
        await using var backplane = Backplanes.Create(server.ConnectionString, _prefix, options => options.MaxParts = parts);
        await using var connection = await backplane.ListenAsync(_receiver, 5);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => connection.PublishConfirmedAsync(Backplanes.Topic(5), new byte[size]));
    }

    [Fact]
    public async Task The_server_takes_a_payload_of_7999_bytes_and_none_of_8000()
    {
        await server.AskAsync<object>($"SELECT pg_notify('{_prefix}', repeat('a', 7999))::text");

        var error = await Assert.ThrowsAsync<PostgresException>(() => server.AskAsync<object>($"SELECT pg_notify('{_prefix}', repeat('a', 8000))::text"));

        Assert.Equal("payload string too long", error.MessageText);
    }

    [Fact]
    public async Task All_buckets_can_be_listened_to()
    {
        await using var backplane = Backplanes.Create(server.ConnectionString, _prefix);
        await using var connection = await backplane.ListenAsync(_receiver, [.. Enumerable.Range(0, BackplaneTopic.BucketCount)]);

        for (var bucket = 0; bucket < BackplaneTopic.BucketCount; bucket++)
        {
            await connection.PublishAsync(Backplanes.Topic(bucket), new byte[] { 1 }, confirm: false, CancellationToken.None);
        }

        await _receiver.WaitAsync(BackplaneTopic.BucketCount);
        Assert.Equal(BackplaneTopic.BucketCount, _receiver.Messages.Count);
    }

    [Fact]
    public async Task Twenty_thousand_messages_of_two_senders_arrive_once_and_in_order_while_subscriptions_change()
    {
        const int each = 10_000;
        await using var backplane = Backplanes.Create(server.ConnectionString, _prefix);
        await using var connection = await backplane.ListenAsync(_receiver, 1, 2);
        await using var sender = await backplane.ListenAsync(new RecordingReceiver());

        var sending = Task.WhenAll(SendAsync(connection, 1, each), SendAsync(sender, 2, each));
        var changes = 0;
        while (!sending.IsCompleted || changes < 50)
        {
            var bucket = BackplaneTopic.OfBucket(100 + (changes++ % 50));
            await connection.SubscribeAsync([bucket], CancellationToken.None);
            await connection.UnsubscribeAsync([bucket], CancellationToken.None);
        }

        await sending;
        await _receiver.WaitAsync(2 * each);
        Assert.Equal(2 * each, _receiver.Messages.Count);
        foreach (byte bucket in new[] { 1, 2 })
        {
            Assert.Equal(
                Enumerable.Range(0, each),
                _receiver.Messages.Where(message => message[0] == bucket).Select(message => BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(1))));
        }

        Assert.False(_receiver.HadTwoCallers);
    }

    [Fact]
    public async Task What_was_taken_is_sent_before_the_connection_is_disposed()
    {
        await using var backplane = Backplanes.Create(server.ConnectionString, _prefix);
        await using var connection = await backplane.ListenAsync(_receiver, 1);
        var sender = await backplane.ListenAsync(new RecordingReceiver());
        for (byte number = 0; number < 100; number++)
        {
            await sender.PublishAsync(Backplanes.Topic(1), new[] { number }, confirm: false, CancellationToken.None);
        }

        await sender.DisposeAsync();

        Assert.True(sender.Closed.IsCompletedSuccessfully);
        await _receiver.WaitAsync(100);
        await Assert.ThrowsAsync<IOException>(() => sender.PublishConfirmedAsync(Backplanes.Topic(1), [1]));
    }

    [Fact]
    public async Task A_connection_goes_back_to_the_pool_without_listening()
    {
        // Without the reset that Npgsql does by default when a connection is used again.
        await using var source = NpgsqlDataSource.Create(server.ConnectionString + ";No Reset On Close=true;Maximum Pool Size=2");
        await using var backplane = Backplanes.Create(server.ConnectionString, _prefix, options => (options.ConnectionString, options.DataSource) = (null, source));
        var connection = await backplane.ListenAsync(_receiver, 1, 2, 3);
        await connection.DisposeAsync();

        await using var one = await source.OpenConnectionAsync();
        await using var two = await source.OpenConnectionAsync();
        foreach (var pooled in new[] { one, two })
        {
            await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_listening_channels()", pooled);
            Assert.Equal(0L, await command.ExecuteScalarAsync());
        }
    }

    [Fact]
    public async Task A_Unix_socket_serves_as_well()
    {
        await using var backplane = Backplanes.Create(server.SocketConnectionString, _prefix);
        await using var connection = await backplane.ListenAsync(_receiver, 9);

        await connection.PublishConfirmedAsync(Backplanes.Topic(9), [1]);

        await _receiver.WaitAsync(1);
    }

    private static async Task SendAsync(IBackplaneConnection connection, byte bucket, int count)
    {
        var message = new byte[5];
        message[0] = bucket;
        var last = Task.CompletedTask;
        for (var number = 0; number < count; number++)
        {
            // The same memory each time: it is done with when the call is.
            BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), number);
            last = await connection.PublishAsync(Backplanes.Topic(bucket), message, confirm: number == count - 1, CancellationToken.None);
        }

        await last;
    }
}
