using Endpoints.Integration.Tests.Samples;

namespace Endpoints.Integration.Tests.Proxies;

/// <summary>
/// A file of <c>docs/deploy</c> with what is this machine's in place of the reader's: ports, paths, and where a test is about it a timeout. What is
/// replaced must stand there exactly once, so that what runs is what is shown.
/// </summary>
internal sealed class ProxyConfiguration
{
    private readonly string _name;

    public ProxyConfiguration(string name)
    {
        _name = name;
        Text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "deploy", name));
    }

    public string Text { get; private set; }

    public ProxyConfiguration Replace(string shown, string used)
    {
        var start = Text.IndexOf(shown, StringComparison.Ordinal);
        if (start < 0 || Text.IndexOf(shown, start + 1, StringComparison.Ordinal) >= 0)
        {
            throw new InvalidOperationException($"docs/deploy/{_name} does not hold '{shown}' exactly once.");
        }

        Text = string.Concat(Text.AsSpan(0, start), used, Text.AsSpan(start + shown.Length));
        return this;
    }
}
