using System.Globalization;
using System.Text;
using Endpoints.Generator.Analyzers.Routing;
using Endpoints.Grammar;
using Endpoints.Routing;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>
/// What the route rules know about templates is what ASP.NET Core and the runtime do with them, over a few thousand random templates.
/// </summary>
public sealed class RouteComparisonTests
{
    private static readonly string[] Segments =
    [
        "a", "b", "A", "10", "{#}", "{#}", "{#:int}", "{#:min(10)}", "{#:max(20)}", "{#:range(5,10)}", "{#:length(2)}", "{#:alpha}",
        "{#:alpha:maxlength(3)}", "{#:int:length(2)}", "{#:bool}", "{#:required}", "{#:nonfile}", "{#:file}",
    ];

    private static readonly string[] LastSegments =
        ["{#?}", "{#:int?}", "{#=x}", "{#:int=x}", "{#:int=7}", "{*#}", "{*#:minlength(2)}", "{**#:nonfile}"];

    private static readonly string[] Values =
        ["a", "A", "b", "x", "ab", "abcd", "1", "5", "10", "15", "99", "-1", "true", "a.txt", "1.5", "007", "\u00E4"];

    [Fact]
    public void An_example_that_is_found_matches_both_templates()
    {
        var found = 0;
        foreach (var (left, right) in RandomPairs(4000, seed: 1))
        {
            if (RouteOverlap.FindExample(RouteTemplateParser.Parse(left), RouteTemplateParser.Parse(right)) is { } example)
            {
                found++;
                Assert.True(new AspNetCoreTemplate(left).Matches(example), $"{left} does not match {example}");
                Assert.True(new AspNetCoreTemplate(right).Matches(example), $"{right} does not match {example}");
            }
        }

        Assert.InRange(found, 100, 3900);
    }

    [Fact]
    public void No_example_is_missed_that_a_random_path_shows()
    {
        foreach (var (left, right) in RandomPairs(2000, seed: 2))
        {
            if (RouteOverlap.FindExample(RouteTemplateParser.Parse(left), RouteTemplateParser.Parse(right)) is null)
            {
                AspNetCoreTemplate first = new(left), second = new(right);
                foreach (var path in RandomPaths(40, seed: 3))
                {
                    Assert.False(first.Matches(path) && second.Matches(path), $"{left} and {right} both match {path}");
                }
            }
        }
    }

    [Fact]
    public void A_template_that_is_covered_matches_nothing_more()
    {
        var covered = 0;
        foreach (var (wide, narrow) in RandomPairs(6000, seed: 4))
        {
            if (!RouteCoverage.Covers(RouteTemplateParser.Parse(wide), RouteTemplateParser.Parse(narrow)))
            {
                continue;
            }

            covered++;
            AspNetCoreTemplate more = new(wide), less = new(narrow);
            foreach (var path in RandomPaths(200, seed: 5))
            {
                Assert.True(!less.Matches(path) || more.Matches(path), $"{wide} does not match {path}, which {narrow} matches");
            }
        }

        Assert.InRange(covered, 50, 5900);
    }

    [Fact]
    public void Templates_compare_as_ASP_NET_Core_ranks_them()
    {
        foreach (var (left, right) in RandomPairs(2000, seed: 6))
        {
            RouteEntry first = Entry(left), second = Entry(right);
            Assert.Equal(
                Math.Sign(new AspNetCoreTemplate(left).Precedence.CompareTo(new AspNetCoreTemplate(right).Precedence)),
                Math.Sign(first.ComparePriority(second)));
        }
    }

    [Fact]
    public void A_template_matches_as_ASP_NET_Core_matches_it()
    {
        foreach (var (text, _) in RandomPairs(400, seed: 7))
        {
            var template = RouteTemplateParser.Parse(text);
            var judge = new AspNetCoreTemplate(text);
            foreach (var path in RandomPaths(100, seed: 8))
            {
                var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
                Assert.True(judge.Matches(path) == RouteOverlap.Matches(template, segments), $"{text} and {path}");
            }
        }
    }

    [Fact]
    public void Constraints_decide_as_those_of_the_runtime()
    {
        var random = new Random(9);
        const string Characters = "0123456789aZ.-+, tTrueE\u00E4";
        var values = Values.Concat(Enumerable.Range(0, 3000).Select(
            _ => new string([.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Characters[random.Next(Characters.Length)])])));
        foreach (var value in values)
        {
            var utf8 = Encoding.UTF8.GetBytes(value);
            Check("int", RouteConstraints.IsInt(utf8));
            Check("long", RouteConstraints.IsLong(utf8));
            Check("bool", RouteConstraints.IsBool(utf8));
            Check("guid", RouteConstraints.IsGuid(utf8));
            Check("datetime", RouteConstraints.IsDateTime(utf8));
            Check("decimal", RouteConstraints.IsDecimal(utf8));
            Check("double", RouteConstraints.IsDouble(utf8));
            Check("float", RouteConstraints.IsFloat(utf8));
            Check("alpha", RouteConstraints.IsAlpha(utf8));
            Check("minlength(3)", RouteConstraints.HasMinLength(utf8, 3));
            Check("maxlength(3)", RouteConstraints.HasMaxLength(utf8, 3));
            Check("length(3)", RouteConstraints.HasLength(utf8, 3));
            Check("length(2,4)", RouteConstraints.HasLength(utf8, 2, 4));
            Check("min(12)", RouteConstraints.IsMin(utf8, 12));
            Check("max(12)", RouteConstraints.IsMax(utf8, 12));
            Check("range(3,40)", RouteConstraints.IsInRange(utf8, 3, 40));
            Check("required", RouteConstraints.IsRequired(utf8));
            Check("file", RouteConstraints.IsFile(utf8));
            Check("nonfile", RouteConstraints.IsNonFile(utf8));

            void Check(string constraint, bool expected)
            {
                var parameter = RouteTemplateParser.Parse($"/{{x:{constraint}}}").Parameters[0];
                Assert.True(expected == RouteConstraintTest.Meets(value, parameter.Constraints), $"{constraint} of \"{value}\"");
            }
        }
    }

    private static RouteEntry Entry(string text) =>
        new("E", RouteTemplateParser.Parse(text), 0, Microsoft.CodeAnalysis.Location.None, RouteCondition.None);

    private static IEnumerable<(string Left, string Right)> RandomPairs(int count, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            yield return (RandomTemplate(random), RandomTemplate(random));
        }
    }

    private static string RandomTemplate(Random random)
    {
        var segments = Enumerable.Range(0, random.Next(0, 4)).Select(_ => Segments[random.Next(Segments.Length)]).ToList();
        if (random.Next(3) == 0)
        {
            segments.Add(LastSegments[random.Next(LastSegments.Length)]);
        }

        var named = segments.Select((s, i) => s.Replace("#", "p" + i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        var text = "/" + string.Join('/', named);
        Assert.Empty(RouteTemplateParser.Parse(text).Problems);
        return text;
    }

    private static IEnumerable<string> RandomPaths(int count, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            yield return "/" + string.Join('/', Enumerable.Range(0, random.Next(0, 5)).Select(_ => Values[random.Next(Values.Length)]));
        }
    }
}
