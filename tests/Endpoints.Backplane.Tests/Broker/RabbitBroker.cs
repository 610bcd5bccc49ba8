using System.Net;
using System.Net.Sockets;
using Endpoints.TestKit.Processes;

namespace Endpoints.Backplane.Tests.Broker;

/// <summary>A RabbitMQ of its own: own name, ports, folders and port mapper, so that it meets no other one on the machine.</summary>
public sealed class RabbitBroker : IAsyncLifetime
{
    private const string Server = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private const string Control = "/usr/lib/rabbitmq/bin/rabbitmqctl";

    // Two busy cores: it takes ten seconds on quiet ones.
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("endpoints-rabbit-").FullName;
    private readonly int _distributionPort = FreePort();
    private readonly int _mapperPort = FreePort();
    private ChildProcess? _process;

    public int Port { get; } = FreePort();

    public Uri Uri => UriAt(Port);

    public static Uri UriAt(int port) => new($"amqp://guest:guest@127.0.0.1:{port}/");

    public async Task InitializeAsync()
    {
        Assert.True(File.Exists(Server), "There is no rabbitmq-server: test.sh installs it (Debian's package rabbitmq-server).");
        await File.WriteAllTextAsync(Path.Combine(_folder, "enabled_plugins"), "[].");
        await File.WriteAllTextAsync(Path.Combine(_folder, "rabbitmq.conf"), $"listeners.tcp.1 = 127.0.0.1:{Port}\nloopback_users = none\n");
        await StartAsync();
    }

    /// <summary>Starts it, and returns when it takes connections.</summary>
    public async Task StartAsync()
    {
        _process = ChildProcess.Start(Server, [], _folder, Environment());
        await _process.WaitForLineAsync("Starting broker... completed", StartPatience);
    }

    /// <summary>Ends it at once, as a crash does.</summary>
    public async Task StopAsync()
    {
        await _process!.DisposeAsync();
        _process = null;
    }

    /// <summary>The routing keys by which a queue is bound to an exchange, as the broker has them.</summary>
    public async Task<IReadOnlyList<string>> ListBindingsAsync(string exchange, string queue)
    {
        await using var control = ChildProcess.Start(
            Control, ["-q", "list_bindings", "--no-table-headers", "source_name", "destination_name", "routing_key"], _folder, Environment());
        Assert.True(await control.WaitForExitAsync() == 0, control.Output);
        var prefix = $"{exchange}\t{queue}\t";
        return [.. control.Output.Split('\n').Where(line => line.StartsWith(prefix, StringComparison.Ordinal)).Select(line => line[prefix.Length..])];
    }

    public async Task DisposeAsync()
    {
        if (_process is not null)
        {
            await StopAsync();
        }

        // The port mapper that it has started stays otherwise.
        await using var mapper = ChildProcess.Start("/usr/bin/epmd", ["-kill"], _folder, Environment());
        await mapper.WaitForExitAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private Dictionary<string, string?> Environment() => new()
    {
        ["HOME"] = _folder,
        ["RABBITMQ_NODENAME"] = $"test{Port}@localhost",
        ["RABBITMQ_DIST_PORT"] = $"{_distributionPort}",
        ["ERL_EPMD_PORT"] = $"{_mapperPort}",
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["ERL_EPMD_RELAXED_COMMAND_CHECK"] = "true",
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(_folder, "data"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(_folder, "log"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder, "enabled_plugins"),
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(_folder, "rabbitmq"),
        ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(_folder, "none"),
    };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
