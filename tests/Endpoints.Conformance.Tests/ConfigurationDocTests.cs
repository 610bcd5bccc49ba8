using System.Reflection;
using System.Text.RegularExpressions;
using Endpoints.Options;

namespace Endpoints.Conformance.Tests;

/// <summary>docs/configuration.md has every setting that there is, says for each whether a rule can have it, and has no other.</summary>
public partial class ConfigurationDocTests
{
    private static readonly string[][] Rows = ReadRows();

    [Fact]
    public void Every_setting_has_its_row_and_no_other_has()
    {
        var settings = NamesOf<WebSocketEndpointOptions>()
            .Union(NamesOf<WebSocketEndpointRule>())
            .Except(["UseCompression"])
            .Concat(NamesOf<WebSocketCompressionOptions>().Select(name => $"Compression:{name}"))
            .Concat(NamesOf<WebSocketRateLimitOptions>().Select(name => $"RateLimit:{name}"));

        Assert.Equal(settings.Order(StringComparer.Ordinal), Rows.SelectMany(Settings).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_row_says_yes_where_a_rule_can_have_the_setting()
    {
        var ofRules = NamesOf<WebSocketEndpointRule>().ToHashSet(StringComparer.Ordinal);

        Assert.All(Rows, row => Assert.All(
            Settings(row), setting => Assert.Equal(ofRules.Contains(setting.Split(':')[0]), row[3].StartsWith("yes", StringComparison.Ordinal))));
    }

    private static IEnumerable<string> NamesOf<T>() => typeof(T).GetProperties().Select(property => property.Name);

    // What stands in quotes before the colon that begins the explanation.
    private static IEnumerable<string> Settings(string[] row) =>
        Quoted().Matches(row[0].Split(": ")[0]).Select(match => match.Groups[1].Value);

    private static string[][] ReadRows()
    {
        var root = typeof(ConfigurationDocTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "RepositoryRoot").Value!;
        return
        [
            .. File.ReadLines(Path.Combine(root, "docs", "configuration.md"))
                .SkipWhile(line => line != "## Settings")
                .TakeWhile(line => line != "## Patterns")
                .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
                .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()),
        ];
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
