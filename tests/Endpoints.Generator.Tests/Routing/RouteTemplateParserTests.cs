using Endpoints.Grammar;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Endpoints.Generator.Tests.Routing;

public sealed class RouteTemplateParserTests
{
    [Fact]
    public void Segments_and_parameters_are_read_with_their_places()
    {
        var route = RouteTemplateParser.Parse("/rooms/{room:int:range(1,9)}/{page=5}/{**rest}");

        Assert.Empty(route.Problems);
        Assert.Equal(["rooms", null, null, null], route.Segments.Select(s => s.Literal));
        Assert.Equal(["room", "page", "rest"], route.Parameters.Select(p => p.Name));
        Assert.Equal((7, 21), (route.Parameters[0].Offset, route.Parameters[0].Length));
        Assert.Equal(
            [new RouteConstraint(RouteConstraintKind.Int, long.MinValue, long.MaxValue, 13, 3), new RouteConstraint(RouteConstraintKind.Range, 1, 9, 17, 10)],
            route.Parameters[0].Constraints);
        Assert.Equal(("5", false, true), (route.Parameters[1].DefaultValue, route.Parameters[1].IsOptional, route.Parameters[2].IsCatchAll));
        Assert.Equal(2, route.RequiredSegmentCount);
    }

    [Theory]
    [InlineData("", RouteProblemKind.Missing, 0, 0)]
    [InlineData(null, RouteProblemKind.Missing, 0, 0)]
    [InlineData("rooms", RouteProblemKind.NotRooted, 0, 1)]
    [InlineData("~/rooms", RouteProblemKind.NotRooted, 0, 1)]
    [InlineData("/rooms?x", RouteProblemKind.QueryOrFragment, 6, 1)]
    [InlineData("/rooms#x", RouteProblemKind.QueryOrFragment, 6, 1)]
    [InlineData("/a%2", RouteProblemKind.PercentEncoding, 2, 1)]
    [InlineData("/a%zz", RouteProblemKind.PercentEncoding, 2, 1)]
    [InlineData("/a/../b", RouteProblemKind.DotSegment, 3, 2)]
    [InlineData("/./b", RouteProblemKind.DotSegment, 1, 1)]
    [InlineData("//a", RouteProblemKind.EmptySegment, 1, 1)]
    [InlineData("/a//b", RouteProblemKind.EmptySegment, 3, 1)]
    [InlineData("/{a", RouteProblemKind.UnbalancedBrace, 1, 1)]
    [InlineData("/a}", RouteProblemKind.UnbalancedBrace, 2, 1)]
    [InlineData("/{}", RouteProblemKind.ParameterName, 1, 2)]
    [InlineData("/{*}", RouteProblemKind.ParameterName, 1, 3)]
    [InlineData("/{a*b}", RouteProblemKind.ParameterName, 1, 5)]
    [InlineData("/{a}/{A}", RouteProblemKind.DuplicateParameter, 5, 3)]
    [InlineData("/x{a}", RouteProblemKind.ComplexSegment, 1, 4)]
    [InlineData("/{a}.{b}", RouteProblemKind.ComplexSegment, 1, 7)]
    [InlineData("/{*a}/b", RouteProblemKind.CatchAllNotLast, 1, 4)]
    [InlineData("/{*a?}", RouteProblemKind.OptionalConflict, 1, 5)]
    [InlineData("/{a=5?}", RouteProblemKind.OptionalConflict, 1, 6)]
    [InlineData("/{a:foo}", RouteProblemKind.UnknownConstraint, 4, 3)]
    [InlineData("/{a:regex(^x{{2}}$)}", RouteProblemKind.UnknownConstraint, 4, 15)]
    [InlineData("/{a:}", RouteProblemKind.UnknownConstraint, 3, 1)]
    [InlineData("/{a:int(5)}", RouteProblemKind.ConstraintArguments, 4, 6)]
    [InlineData("/{a:min}", RouteProblemKind.ConstraintArguments, 4, 3)]
    [InlineData("/{a:min(x)}", RouteProblemKind.ConstraintArguments, 4, 6)]
    [InlineData("/{a:length(1,2,3)}", RouteProblemKind.ConstraintArguments, 4, 13)]
    [InlineData("/{a:minlength(-1)}", RouteProblemKind.ConstraintArguments, 4, 13)]
    [InlineData("/{a:range(5,4)}", RouteProblemKind.ContradictoryConstraints, 4, 10)]
    [InlineData("/{a:min(5):max(4)}", RouteProblemKind.ContradictoryConstraints, 11, 6)]
    public void A_problem_has_its_place(string? text, object kind, int offset, int length)
    {
        var problem = Assert.Single(RouteTemplateParser.Parse(text).Problems);

        Assert.Equal(((RouteProblemKind)kind, offset, length), (problem.Kind, problem.Offset, problem.Length));
    }

    [Theory]
    [InlineData(16, 0)]
    [InlineData(17, 1)]
    public void A_match_holds_sixteen_parameters(int count, int problems)
    {
        var route = RouteTemplateParser.Parse("/" + string.Join('/', Enumerable.Range(0, count).Select(i => $"{{p{i}}}")));

        Assert.Equal(problems, route.Problems.Count(p => p.Kind == RouteProblemKind.TooManyParameters));
        Assert.Equal(Endpoints.Routing.RouteMatch.MaxParameters, RouteTemplateParser.MaxParameters);
    }

    [Theory]
    [InlineData("/a/b", 2)]
    [InlineData("/a/{b?}", 1)]
    [InlineData("/{a?}/b", 2)]
    [InlineData("/{a=1}/{b?}/{*c}", 0)]
    [InlineData("/a/{b?}/", 1)]
    public void Only_a_trailing_run_of_parameters_may_be_left_out(string text, int required) =>
        Assert.Equal(required, RouteTemplateParser.Parse(text).RequiredSegmentCount);

    [Fact]
    public void Equal_texts_make_equal_templates_and_others_do_not()
    {
        const string Text = "/rooms/{room:int}/{page=1}";

        Assert.Equal(RouteTemplateParser.Parse(Text), RouteTemplateParser.Parse(Text));
        Assert.Equal(RouteTemplateParser.Parse(Text).GetHashCode(), RouteTemplateParser.Parse(Text).GetHashCode());
        Assert.NotEqual(RouteTemplateParser.Parse(Text), RouteTemplateParser.Parse("/rooms/{room:int}/{page=2}"));
    }

    [Theory]
    [InlineData("/a/b", "/a/{b}")]
    [InlineData("/a/{b:int}", "/a/{b}")]
    [InlineData("/a/{b}", "/a/{*b:int}")]
    [InlineData("/a/{*b:int}", "/a/{*b}")]
    [InlineData("/a", "/a/{b?}")]
    [InlineData("/{a:int}/x", "/{a:int}/{b}")]
    public void Precedence_is_that_of_ASP_NET_Core(string first, string second)
    {
        Assert.True(RoutePrecedence.Of(RouteTemplateParser.Parse(first)) < RoutePrecedence.Of(RouteTemplateParser.Parse(second)));
        Assert.True(RoutePatternFactory.Parse(first).InboundPrecedence < RoutePatternFactory.Parse(second).InboundPrecedence);
    }

    // What this parser takes, ASP.NET Core takes and understands alike; the reverse does not hold, because less is supported here.
    [Fact]
    public void Random_templates_are_understood_as_in_ASP_NET_Core()
    {
        string[] pieces = ["/", "/", "/", "{", "}", "{a}", "{b?}", "{*c}", "{d=", ":int", ":min(3)", "?", "a", "b", "=", "*", "{{", "}}", ".", "("];
        var random = new Random(6455);
        var (good, bad) = (0, 0);
        for (var i = 0; i < 20_000; i++)
        {
            var text = "/" + string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => pieces[random.Next(pieces.Length)]));
            var route = RouteTemplateParser.Parse(text);
            if (route.Problems.Count > 0)
            {
                bad++;
                continue;
            }

            good++;
            var reference = RoutePatternFactory.Parse(text);
            Assert.Equal(
                reference.Parameters.Select(p => (p.Name, p.IsOptional, p.IsCatchAll, p.Default as string, p.ParameterPolicies.Count)),
                route.Parameters.Select(p => (p.Name, p.IsOptional, p.IsCatchAll, p.DefaultValue, p.Constraints.Count)));
            Assert.Equal(reference.PathSegments.Count, route.Segments.Count);
        }

        Assert.True(good > 2000 && bad > 2000, $"{good} good, {bad} bad");
    }
}
