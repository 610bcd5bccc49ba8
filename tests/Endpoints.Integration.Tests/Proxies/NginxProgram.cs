using System.Net;

namespace Endpoints.Integration.Tests.Proxies;

/// <summary>Debian's nginx.</summary>
internal sealed class NginxProgram : ProxyProgram
{
    public override string Package => "nginx";

    public override string Executable => "/usr/sbin/nginx";

    public override string ConfigurationName => "nginx.conf";

    public override string ReadyLine => "start worker process ";

    public override string SilenceSetting => "proxy_read_timeout";

    public override ProxyConfiguration Configure(ProxyPlace place, IReadOnlyList<IPEndPoint> servers) => new ProxyConfiguration(ConfigurationName)
        .Replace("user www-data;", Environment.IsPrivilegedProcess ? "user root;" : "")
        .Replace("/run/nginx.pid", place.GetPath("nginx.pid"))
        .Replace("error_log /var/log/nginx/error.log;", "error_log stderr notice;")
        .Replace("/var/log/nginx/access.log", place.GetPath("access.log"))
        .Replace("worker_processes auto;", "worker_processes 1;")
        .Replace("http {", $$"""
            http {
                client_body_temp_path {{place.GetPath("client")}};
                proxy_temp_path {{place.GetPath("proxy")}};
                fastcgi_temp_path {{place.GetPath("fastcgi")}};
                scgi_temp_path {{place.GetPath("scgi")}};
                uwsgi_temp_path {{place.GetPath("uwsgi")}};
            """)
        .Replace("server 127.0.0.1:5000 max_fails=0;", string.Join(" ", servers.Select(server => $"server {server} max_fails=0;")))
        .Replace("listen 80;", $"listen 127.0.0.1:{place.PlainPort};")
        .Replace("listen 443 ssl http2;", $"listen 127.0.0.1:{place.Port} ssl http2;")
        .Replace("/etc/ssl/certs/public.example.pem", place.CertificatePath)
        .Replace("/etc/ssl/private/public.example.key", place.KeyPath);

    public override IReadOnlyList<string> GetArguments(ProxyPlace place, string configurationPath) =>
        [.. WithConfiguration(place, configurationPath), "-g", "daemon off;"];

    public override Task StopSoftlyAsync(ChildProcess process, ProxyPlace place, string configurationPath) =>
        SignalAsync(process, place, configurationPath, "quit");

    /// <summary>Gives it the configuration that now stands in its file; its worker stays for the sessions that it has.</summary>
    public Task ReloadAsync(ChildProcess process, ProxyPlace place, string configurationPath) =>
        SignalAsync(process, place, configurationPath, "reload");

    private async Task SignalAsync(ChildProcess process, ProxyPlace place, string configurationPath, string signal)
    {
        await using var command = ChildProcess.Start(Executable, [.. WithConfiguration(place, configurationPath), "-s", signal]);
        var code = await command.WaitForExitAsync();
        Assert.True(code == 0, $"nginx -s {signal} ended with {code}:\n{command.Output}");

        // The worker says so before it stops to take connections, and takes none after.
        await process.WaitForLineAsync("gracefully shutting down");
    }

    private static string[] WithConfiguration(ProxyPlace place, string configurationPath) =>
        ["-e", "stderr", "-p", place.GetPath("."), "-c", configurationPath];
}
