using Npgsql;

namespace Endpoints.Postgres;

/// <summary>Which database, and how it is used. Checked when the application starts.</summary>
public sealed class PostgresBackplaneOptions
{
    /// <summary>
    /// The database, in Npgsql's words: <c>Host=db;Database=app;Username=app;Password=...</c>. A primary, not a standby, and not behind a pooler in
    /// transaction mode. Without it, <see cref="DataSource"/> is used.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// Where connections come from, instead of <see cref="ConnectionString"/>: one stays in use, to listen, and a second one is taken for each batch that is sent. It is
    /// not disposed. Without either, the <see cref="NpgsqlDataSource"/> that the application has registered.
    /// </summary>
    public NpgsqlDataSource? DataSource { get; set; }

    /// <summary>
    /// What the names of the channels begin with: the processes of one application share it, applications in one database need one each. Up to 28 of a to z, 0 to 9
    /// and underscore, the first no digit. Default <c>endpoints</c>.
    /// </summary>
    public string ChannelPrefix { get; set; } = "endpoints";

    /// <summary>
    /// Into how many notifications one message may be cut, 1 to 255. One takes 5,998 bytes, of several each takes 5,993; so it bounds the size of a message for other processes
    /// (names included), and a larger one reaches the sessions of this process only. Default 16, which is 95,888 bytes.
    /// </summary>
    public int MaxParts { get; set; } = 16;

    /// <summary>How long the listening connection may be silent before the server is asked whether it is still there. Default 10 s; 1 s to 10 min.</summary>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the server may take to answer, in whole seconds; then the connection is given up. Default 10 s; 1 s to 10 min.
    /// </summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
