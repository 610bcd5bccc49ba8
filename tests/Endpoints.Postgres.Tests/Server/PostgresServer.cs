using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Endpoints.TestKit.Processes;
using Npgsql;

namespace Endpoints.Postgres.Tests.Server;

/// <summary>
/// A PostgreSQL of its own: a new cluster in a folder of its own, on a free port and on a Unix socket. The server refuses to run as root; where the tests do, it runs as
/// the user <c>postgres</c>, whom the package brings.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private static readonly string Programs = FindPrograms();

    private readonly string _folder = Directory.CreateTempSubdirectory("endpoints-postgres-").FullName;
    private ChildProcess? _process;
    private int _prefixes;

    public int Port { get; } = FreePort();

    /// <summary>Over TCP.</summary>
    public string ConnectionString => ConnectionStringAt(Port);

    /// <summary>Over the Unix socket.</summary>
    public string SocketConnectionString => $"Host={_folder};Port={Port};Username=postgres;Database=postgres;GSS Encryption Mode=Disable";

    public static string ConnectionStringAt(int port) =>
        $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres;SSL Mode=Disable;GSS Encryption Mode=Disable";

    /// <summary>What the channels of a test begin with; never the same twice.</summary>
    public string NewPrefix() => string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _prefixes)}");

    public async Task InitializeAsync()
    {
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "postgres:", _folder);
        }

        await RunAsync(
            [.. AsUser($"{Programs}/initdb"), "-D", Path.Combine(_folder, "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
        await StartAsync();
    }

    /// <summary>Starts it, and returns when it takes connections.</summary>
    public async Task StartAsync()
    {
        string[] command =
        [
            .. AsUser($"{Programs}/postgres"),
            "-D", Path.Combine(_folder, "data"), "-p", $"{Port}", "-k", _folder, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off",
            "-c", "shared_buffers=16MB", "-c", "max_connections=60",
        ];
        _process = ChildProcess.Start(command[0], command[1..], _folder);
        await _process.WaitForLineAsync("ready to accept connections");
    }

    /// <summary>Ends it and all sessions, as a service manager's restart does.</summary>
    public async Task StopAsync()
    {
        var id = int.Parse(File.ReadLines(Path.Combine(_folder, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        await ChildProcess.SignalAsync(id, "INT");
        await _process!.WaitForExitAsync();
        await _process.DisposeAsync();
        _process = null;
    }

    public async Task<T> AskAsync<T>(string query)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(query, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task DisposeAsync()
    {
        if (_process is not null)
        {
            await StopAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static string[] AsUser(string program) => Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", program]
        : [program];

    private async Task RunAsync(params string[] command)
    {
        await using var process = ChildProcess.Start(command[0], command[1..], _folder);
        Assert.True(await process.WaitForExitAsync() == 0, process.Output);
    }

    // Debian keeps each version in a folder of its own.
    private static string FindPrograms()
    {
        const string debian = "/usr/lib/postgresql";
        var versions = Directory.Exists(debian) ? Directory.GetDirectories(debian).Select(version => Path.Combine(version, "bin")) : [];
        return versions.Where(folder => File.Exists(Path.Combine(folder, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
            ?? throw new InvalidOperationException("There is no PostgreSQL: test.sh installs it (Debian's package postgresql).");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
