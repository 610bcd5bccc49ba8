using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Endpoints.Integration.Tests.Doors;

namespace Endpoints.Integration.Tests.Proxies;

/// <summary>A proxy as a process of the test, with its file from <c>docs/deploy</c>, in front of servers.</summary>
internal sealed class ProxyProcess : IAsyncDisposable
{
    private const int Attempts = 5;

    private ProxyProcess(ProxyProgram program, ProxyPlace place, string configurationPath, ChildProcess process) =>
        (Program, Place, ConfigurationPath, Process) = (program, place, configurationPath, process);

    public ProxyProgram Program { get; }

    public ProxyPlace Place { get; }

    public string ConfigurationPath { get; }

    public ChildProcess Process { get; }

    /// <summary>Starts one and waits until it listens.</summary>
    /// <param name="program">Which.</param>
    /// <param name="servers">The addresses behind it.</param>
    /// <param name="changes">What else is not as it is shown.</param>
    public static async Task<ProxyProcess> StartAsync(
        ProxyProgram program, IReadOnlyList<IPEndPoint> servers, params (string Shown, string Used)[] changes)
    {
        Assert.True(File.Exists(program.Executable), $"{program.Executable} is not there; ./test.sh installs Debian's {program.Package}.");
        for (var attempt = 1; ; attempt++)
        {
            var place = new ProxyPlace();
            var path = place.GetPath(program.ConfigurationName);
            await File.WriteAllTextAsync(path, Write(program, place, servers, changes));
            var process = ChildProcess.Start(program.Executable, program.GetArguments(place, path));
            try
            {
                await process.WaitForLineAsync(program.ReadyLine);
                return new ProxyProcess(program, place, path, process);
            }
            catch (Exception exception)
            {
                await process.DisposeAsync();
                place.Dispose();
                if (exception is not InvalidOperationException
                    || attempt == Attempts
                    || !process.Output.Contains("Address already in use", StringComparison.Ordinal))
                {
                    throw;
                }

                // Another program was quicker to take the port: with another one again.
            }
        }
    }

    /// <summary>Lets it take no more connections, and end when its sessions have.</summary>
    public Task StopSoftlyAsync() => Program.StopSoftlyAsync(Process, Place, ConfigurationPath);

    /// <summary>Writes its file anew, with other servers, and lets nginx load it.</summary>
    public async Task ReloadAsync(params IPEndPoint[] servers)
    {
        await File.WriteAllTextAsync(ConfigurationPath, Write(Program, Place, servers, []));
        await ((NginxProgram)Program).ReloadAsync(Process, Place, ConfigurationPath);
    }

    /// <summary>A TCP connection to the port with TLS.</summary>
    /// <param name="source">The client's address, one of 127.0.0.0/8; <see langword="null"/> for 127.0.0.1.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async ValueTask<Stream> ConnectAsync(IPAddress? source = null, CancellationToken cancellationToken = default)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (source is not null)
            {
                socket.Bind(new IPEndPoint(source, 0));
            }

            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Place.Port), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Lets a client of .NET connect to here whatever host its address names, and trust the certificate of the tests.</summary>
    public SocketsHttpHandler CreateHandler(IPAddress? source = null, Action? connected = null) => new()
    {
        UseProxy = false,
        ConnectCallback = async (_, cancellationToken) =>
        {
            connected?.Invoke();
            return await ConnectAsync(source, cancellationToken);
        },
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = TestCertificate.Trust },
    };

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        Place.Dispose();
    }

    private static string Write(ProxyProgram program, ProxyPlace place, IReadOnlyList<IPEndPoint> servers, (string Shown, string Used)[] changes) =>
        changes.Aggregate(program.Configure(place, servers), (file, change) => file.Replace(change.Shown, change.Used)).Text;
}
