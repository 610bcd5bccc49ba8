using System.Globalization;
using System.Net;

namespace Endpoints.Integration.Tests.Proxies;

/// <summary>A program that stands in front of servers: how it is configured, started, and told to stop softly.</summary>
internal abstract class ProxyProgram
{
    public static ProxyProgram Nginx { get; } = new NginxProgram();

    public static ProxyProgram HAProxy { get; } = new HAProxyProgram();

    /// <summary>Debian's package, which has the program in <see cref="Executable"/>.</summary>
    public abstract string Package { get; }

    public abstract string Executable { get; }

    /// <summary>The file in <c>docs/deploy</c>.</summary>
    public abstract string ConfigurationName { get; }

    /// <summary>What it prints once it listens.</summary>
    public abstract string ReadyLine { get; }

    /// <summary>The line of the file with the silence after which a session is cut, up to its number of seconds.</summary>
    public abstract string SilenceSetting { get; }

    /// <summary>Puts ports and paths in place of those that are shown.</summary>
    public abstract ProxyConfiguration Configure(ProxyPlace place, IReadOnlyList<IPEndPoint> servers);

    /// <summary>The arguments that start it in the foreground.</summary>
    public abstract IReadOnlyList<string> GetArguments(ProxyPlace place, string configurationPath);

    /// <summary>Lets a running one take no more connections, and end when its sessions have.</summary>
    public abstract Task StopSoftlyAsync(ChildProcess process, ProxyPlace place, string configurationPath);

    /// <summary>Seconds of silence after which a session is cut, as the file shows them.</summary>
    public int GetShownSilence()
    {
        var text = new ProxyConfiguration(ConfigurationName).Text;
        var start = text.IndexOf(SilenceSetting + " ", StringComparison.Ordinal) + SilenceSetting.Length + 1;
        return int.Parse(text.AsSpan(start, text.IndexOf('s', start) - start), CultureInfo.InvariantCulture);
    }

    /// <summary>The change of the file that lets a session be cut after so many seconds of silence.</summary>
    public (string Shown, string Used) SetSilence(int seconds) => ($"{SilenceSetting} {GetShownSilence()}s", $"{SilenceSetting} {seconds}s");
}
