using Endpoints.Backplanes;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Endpoints.Postgres;

/// <summary>
/// Carries messages by LISTEN and NOTIFY. There is a channel for each bucket of topics; a process listens to those that it has somebody for. Nothing is stored, and
/// no table is needed.
/// </summary>
internal sealed class PostgresBackplane : IWebSocketBackplane, IAsyncDisposable, IDisposable
{
    private readonly PostgresBackplaneOptions _options;
    private readonly ChannelNames _channels;
    private readonly NpgsqlDataSource _dataSource;
    private readonly bool _ownsDataSource;

    /// <param name="options">The options.</param>
    /// <param name="backplane">Those of every backplane.</param>
    /// <param name="registered">The application's data source, where the options name none.</param>
    /// <exception cref="InvalidOperationException">There is no database, or it cannot be used so.</exception>
    public PostgresBackplane(
        IOptions<PostgresBackplaneOptions> options, IOptions<WebSocketBackplaneOptions> backplane, NpgsqlDataSource? registered = null)
    {
        _options = options.Value;
        _channels = new ChannelNames(_options.ChannelPrefix);
        _ownsDataSource = _options.ConnectionString is not null;
        _dataSource = _options.ConnectionString is { } connectionString
            ? Create(connectionString, backplane.Value.NodeName)
            : _options.DataSource ?? registered ?? throw new InvalidOperationException(
                "PostgresBackplaneOptions: there is no database. Set ConnectionString or DataSource, or register an NpgsqlDataSource.");
        if (new NpgsqlConnectionStringBuilder(_dataSource.ConnectionString).Multiplexing)
        {
            throw new InvalidOperationException("PostgresBackplaneOptions: a connection cannot listen where Multiplexing is on. Use a data source without it.");
        }
    }

    public string Name => "postgres";

    public int MaxMessageSize => NotifyPayload.MaxMessageSize(_options.MaxParts);

    /// <summary>Channels have no patterns, and each notification is looked up in a list of those that are listened to.</summary>
    public bool HasExactTopics => false;

    public async Task<IBackplaneConnection> ConnectAsync(IBackplaneReceiver receiver, CancellationToken cancellationToken)
    {
        var connection = await _dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var opened = new PostgresConnection(connection, _dataSource, _options, _channels, receiver);
        try
        {
            await opened.OpenAsync(cancellationToken).ConfigureAwait(false);
            return opened;
        }
        catch
        {
            await opened.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask DisposeAsync() => _ownsDataSource ? _dataSource.DisposeAsync() : default;

    public void Dispose()
    {
        if (_ownsDataSource)
        {
            _dataSource.Dispose();
        }
    }

    private static NpgsqlDataSource Create(string connectionString, string nodeName)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        settings.ApplicationName ??= $"endpoints {nodeName}";
        return NpgsqlDataSource.Create(settings);
    }
}
