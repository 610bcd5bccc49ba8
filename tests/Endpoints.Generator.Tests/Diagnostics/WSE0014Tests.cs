using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Templates that are understood, but not supported.</summary>
public sealed class WSE0014Tests
{
    private const string Id = DiagnosticIds.UnsupportedTemplate;

    [Theory]
    [InlineData("/{room}/[|{room}|]", "'room' stands in the path twice")]
    [InlineData("/{room}/[|{Room}|]", "'Room' stands in the path twice")]
    [InlineData("/[|a{room}|]", "more than one parameter or text")]
    [InlineData("/[|{room}b|]/c", "more than one parameter or text")]
    [InlineData("/[|{name}.{extension}|]", "more than one parameter or text")]
    [InlineData("/[|{*rest}|]/b", "Nothing can follow")]
    [InlineData("/[|{*rest?}|]", "takes no '?'")]
    [InlineData("/[|{}|]", "no name")]
    public Task Reports_the_segment(string path, string reason) => AnalyzerVerifier.ReportsAsync(Id, RouteSource.Of($"\"{path}\""), reason);

    [Fact]
    public Task Reports_the_seventeenth_parameter() => AnalyzerVerifier.ReportsAsync(
        Id, RouteSource.Of($"\"{Parameters(16)}/[|{{p16}}|]\""), "more than 16");

    [Fact]
    public Task Accepts_sixteen_parameters() => AnalyzerVerifier.AcceptsAsync(RouteSource.Of($"\"{Parameters(16)}\""));

    [Theory]
    [InlineData("/{room}/{page?}")]
    [InlineData("/a/{*rest}")]
    [InlineData("/{room=lobby}")]
    public Task Accepts_one_parameter_a_segment(string path) => AnalyzerVerifier.AcceptsAsync(RouteSource.Of($"\"{path}\""));

    private static string Parameters(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"/{{p{i}}}"));
}
