using Endpoints.Grammar;
using Endpoints.Options;

namespace Endpoints.Runtime.Tests.Options;

public sealed class RoutePatternTests
{
    [Theory]
    [InlineData("/", "/", true)]
    [InlineData("/", "/rooms", false)]
    [InlineData("/rooms", "/rooms", true)]
    [InlineData("/rooms", "/ROOMS", true)]
    [InlineData("/rooms", "/rooms/", true)]
    [InlineData("/rooms", "/room", false)]
    [InlineData("/rooms", "/rooms/{room}", false)]
    [InlineData("/rooms", "/{rooms}", false)]
    [InlineData("/rooms/*", "/rooms/{room}", true)]
    [InlineData("/rooms/*", "/rooms/{room:regex(a/b)}", true)]
    [InlineData("/rooms/*", "/rooms/{room?}", true)]
    [InlineData("/rooms/*", "/rooms/lobby", true)]
    [InlineData("/rooms/*", "/rooms", false)]
    [InlineData("/rooms/*", "/rooms/{room}/{page}", false)]
    [InlineData("/rooms/*", "/rooms/{**rest}", false)]
    [InlineData("/*/lobby", "/{area}/lobby", true)]
    [InlineData("/*/lobby", "/{area}/{room}", false)]
    [InlineData("/rooms/**", "/rooms", true)]
    [InlineData("/rooms/**", "/rooms/{room}/{page:int?}", true)]
    [InlineData("/rooms/**", "/rooms/{**rest}", true)]
    [InlineData("/rooms/**", "/roomservice", false)]
    [InlineData("/**", "/", true)]
    [InlineData("/**", "/a/{b}/{*c}", true)]
    public void A_pattern_stands_for_templates_segment_by_segment(string pattern, string template, bool expected) =>
        Assert.Equal(expected, Parse(pattern).Matches(RouteTemplateParser.Parse(template)));

    [Theory]
    [InlineData("", "it must begin with '/'")]
    [InlineData("rooms", "it must begin with '/'")]
    [InlineData("/rooms/", "it must not end with '/'")]
    [InlineData("/a//b", "two slashes must not follow each other")]
    [InlineData("/a?b", "it must not have a query or fragment")]
    [InlineData("/a#b", "it must not have a query or fragment")]
    [InlineData("/**/a", "nothing can follow '**'")]
    [InlineData("/a*", "'*' stands for a whole segment, unlike in 'a*'")]
    [InlineData("/***", "'*' stands for a whole segment, unlike in '***'")]
    [InlineData("/rooms/{room}", "'{room}' is a parameter of a route template; a pattern has '*' for one segment and '**' for the rest")]
    public void A_malformed_pattern_says_in_what(string pattern, string problem)
    {
        Assert.False(RoutePattern.TryParse(pattern, out _, out var found));
        Assert.Equal(problem, found);

        var thrown = Assert.Throws<ArgumentException>(() => new WebSocketEndpointOptions().ForPattern(pattern, _ => { }));
        Assert.StartsWith($"The pattern '{pattern}' cannot be used: {problem}.", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Patterns_for_one_template_are_in_one_order()
    {
        // All of these stand for /a/{x}/c.
        string[] patterns = ["/**", "/a/**", "/*/**", "/*/*/*", "/a/*/*", "/a/*/c/**", "/a/*/**", "/a/*/c", "/*/*/c"];
        string[] expected = ["/a/*/c", "/a/*/c/**", "/a/*/*", "/a/*/**", "/a/**", "/*/*/c", "/*/*/*", "/*/**", "/**"];
        var template = RouteTemplateParser.Parse("/a/{x}/c");
        Assert.All(patterns, pattern => Assert.True(Parse(pattern).Matches(template)));

        var sorted = patterns.Select(Parse).ToList();
        sorted.Sort((left, right) => left.CompareTo(right));

        Assert.Equal(expected, sorted.Select(pattern => pattern.Text));
        Assert.Equal(0, Parse("/A/*").CompareTo(Parse("/a/*")));
    }

    private static RoutePattern Parse(string text)
    {
        Assert.True(RoutePattern.TryParse(text, out var pattern, out var problem), problem);
        return pattern;
    }
}
