using Endpoints.Backplanes;
using MicrosoftOptions = Microsoft.Extensions.Options.Options;

namespace Endpoints.Postgres.Tests;

/// <summary>The backplane alone, without a runtime, and topics of buckets that a test chooses.</summary>
internal static class Backplanes
{
    public static PostgresBackplane Create(string connectionString, string prefix, Action<PostgresBackplaneOptions>? configure = null)
    {
        var options = new PostgresBackplaneOptions { ConnectionString = connectionString, ChannelPrefix = prefix };
        configure?.Invoke(options);
        return new PostgresBackplane(MicrosoftOptions.Create(options), MicrosoftOptions.Create(new WebSocketBackplaneOptions()));
    }

    public static BackplaneTopic Topic(int bucket, uint number = 1) => BackplaneTopic.OfKey(((ulong)bucket << 52) | number);

    public static async Task<IBackplaneConnection> ListenAsync(this PostgresBackplane backplane, RecordingReceiver receiver, params int[] buckets)
    {
        var connection = await backplane.ConnectAsync(receiver, CancellationToken.None);
        await connection.SubscribeAsync([.. buckets.Select(BackplaneTopic.OfBucket)], CancellationToken.None);
        return connection;
    }

    /// <summary>Publishes, and waits for the commit.</summary>
    public static async Task PublishConfirmedAsync(this IBackplaneConnection connection, BackplaneTopic topic, byte[] message) =>
        await await connection.PublishAsync(topic, message, confirm: true, CancellationToken.None);
}
