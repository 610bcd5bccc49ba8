using System.Reflection;
using System.Text.RegularExpressions;
using Endpoints.Conformance.Tests.Doors.Cases;
using Endpoints.Conformance.Tests.Doors.Heads;

namespace Endpoints.Conformance.Tests.Doors;

/// <summary>docs/conformance.md lists the groups of cases and how many they have.</summary>
public partial class ConformanceDocTests
{
    private static readonly string Document = Path.Combine(
        typeof(ConformanceDocTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "RepositoryRoot").Value!,
        "docs",
        "conformance.md");

    [Fact]
    public void The_list_of_cases_in_the_docs_is_that_of_the_code()
    {
        string[] expected =
        [
            .. CaseCatalog.Groups.Select(group => Row(group.Id, group.Title, group.Rule, group.Cases.Count)),
            .. HeadCatalog.Groups.Select(group => Row(group.Id, group.Title, group.Rule, group.Cases.Count)),
            $"**{CaseCatalog.Groups.Sum(group => group.Cases.Count)} conversations** in {CaseCatalog.Groups.Count} groups, on six doors",
            $"**{HeadCatalog.Groups.Sum(group => group.Cases.Count)} request heads** in {HeadCatalog.Groups.Count} groups, on five doors",
        ];
        var lines = File.ReadAllLines(Document);
        var missing = expected.Except(lines).ToArray();

        Assert.True(missing.Length == 0, $"docs/conformance.md lacks these lines:\n{string.Join("\n", missing)}");
        Assert.Equal(expected.Length - 2, lines.Count(line => GroupRow().IsMatch(line)));
    }

    [Fact]
    public void Every_group_stands_in_the_map_of_the_protocol()
    {
        var map = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Document)!, "protocol.md"));
        var listed = Groups().Matches(map).SelectMany(match => match.Groups[1].Value.Split(", ")).ToHashSet();

        Assert.Equal(CaseCatalog.Groups.Select(group => group.Id).Concat(HeadCatalog.Groups.Select(group => group.Id)).Order(), listed.Order());
    }

    [Fact]
    public void Every_case_has_a_title_of_its_own()
    {
        foreach (var titles in CaseCatalog.Groups.Select(group => (group.Id, Titles: group.Cases.Select(scenario => scenario.Title)))
            .Concat(HeadCatalog.Groups.Select(group => (group.Id, Titles: group.Cases.Select(scenario => scenario.Title)))))
        {
            Assert.Empty(titles.Titles.GroupBy(title => title).Where(same => same.Count() > 1).Select(same => $"{titles.Id} {same.Key}"));
        }
    }

    [Fact]
    public void Every_group_has_an_id_of_its_own() =>
        Assert.Empty(CaseCatalog.Groups.GroupBy(group => group.Id).Where(same => same.Count() > 1).Select(same => same.Key));

    [GeneratedRegex(@"groups? ((?:H?[\d.]+, )*H?[\d.]+) \|")]
    private static partial Regex Groups();

    [GeneratedRegex(@"^\| (H\.)?\d[\d.]* \|")]
    private static partial Regex GroupRow();

    private static string Row(string id, string title, string rule, int count) => $"| {id} | {title} | {rule} | {count} |";
}
