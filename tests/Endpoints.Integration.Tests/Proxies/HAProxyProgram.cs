using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Endpoints.Integration.Tests.Proxies;

/// <summary>Debian's HAProxy, as its service runs it: a master and a worker.</summary>
internal sealed class HAProxyProgram : ProxyProgram
{
    private const string WorkerLine = "New worker (";

    public override string Package => "haproxy";

    public override string Executable => "/usr/sbin/haproxy";

    public override string ConfigurationName => "haproxy.cfg";

    public override string ReadyLine => "Loading success.";

    public override string SilenceSetting => "timeout tunnel";

    public override ProxyConfiguration Configure(ProxyPlace place, IReadOnlyList<IPEndPoint> servers) => new ProxyConfiguration(ConfigurationName)
        .Replace("log /dev/log local0", "log stdout format raw local0")
        .Replace("user haproxy", "")
        .Replace("group haproxy", "")
        .Replace("chroot /var/lib/haproxy", "")
        .Replace("maxconn 20000", "maxconn 2000")
        .Replace("stats socket /run/haproxy/admin.sock", $"stats socket {GetAdminPath(place)}")
        .Replace("bind :80", $"bind 127.0.0.1:{place.PlainPort}")
        .Replace("bind :443", $"bind 127.0.0.1:{place.Port}")
        .Replace("/etc/haproxy/certs/public.example.pem", place.CertificateAndKeyPath)
        .Replace("server app1 127.0.0.1:5000", string.Join("\n    ", servers.Select((server, i) => $"server app{i + 1} {server}")));

    public override IReadOnlyList<string> GetArguments(ProxyPlace place, string configurationPath) => ["-W", "-db", "-f", configurationPath];

    public override async Task StopSoftlyAsync(ChildProcess process, ProxyPlace place, string configurationPath)
    {
        // The master would pass the signal on; but for a moment after it has called itself ready it starts itself anew, and hears none.
        var line = await process.WaitForLineAsync(WorkerLine);
        var start = line.IndexOf(WorkerLine, StringComparison.Ordinal) + WorkerLine.Length;
        var worker = int.Parse(line.AsSpan(start, line.IndexOf(')', start) - start), CultureInfo.InvariantCulture);
        await ChildProcess.SignalAsync(worker, "USR1");
        await process.WaitForLineAsync("Proxy public stopped");
    }

    /// <summary>Says something to a running one by its socket for administrators.</summary>
    /// <returns>The answer, without the line ends around it; empty for done.</returns>
    public static async Task<string> CommandAsync(ProxyPlace place, string command)
    {
        using var deadline = new CancellationTokenSource(ChildProcess.Patience);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(GetAdminPath(place)), deadline.Token);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\n"), deadline.Token);
        using var reader = new StreamReader(stream);
        return (await reader.ReadToEndAsync(deadline.Token)).Trim();
    }

    private static string GetAdminPath(ProxyPlace place) => place.GetPath("admin.sock");
}
