using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Templates that match one path, and none comes first.</summary>
public sealed class WSE0012Tests
{
    private const string Id = DiagnosticIds.AmbiguousPath;

    [Theory]
    [InlineData("/a/{x}", "/a/{y}", "/a/1")]
    [InlineData("/a/{x}", "/A/{y}", "/A/1")]
    [InlineData("/a/{x:int}", "/a/{y:min(5)}", "/a/5")]
    [InlineData("/a/{x:int}", "/a/{y:long}", "/a/1")]
    [InlineData("/a/{x:min(10)}", "/a/{y:range(5,10)}", "/a/10")]
    [InlineData("/a/{x:length(3)}", "/a/{y:int}", "/a/100")]
    [InlineData("/a/{x:length(3)}", "/a/{y:min(700)}", "/a/700")]
    [InlineData("/a/{x:length(4)}", "/a/{y:range(50,60)}", "/a/0050")]
    [InlineData("/a/{x:alpha}", "/a/{y:length(36)}", "/a/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("/a/{x:guid}", "/a/{y:length(36)}", "/a/3f2504e0-4f89-11d3-9a0c-0305e82c3301")]
    [InlineData("/a/{x:file}", "/a/{y:minlength(3)}", "/a/1.5")]
    [InlineData("/a/{x:decimal}", "/a/{y:double}", "/a/1")]
    [InlineData("/a/{x}/b", "/a/{y}/b", "/a/1/b")]
    [InlineData("/{x}/{y?}", "/{z}/{w?}", "/1/1")]
    [InlineData("/a/{*rest}", "/a/{**tail}", "/a/1")]
    [InlineData("/a/{*rest:nonfile}", "/a/{*tail:minlength(2)}", "/a/-1")]
    [InlineData("/{x}/{y:int?}", "/{z}/{w:alpha?}", "/1")]
    public Task Reports_a_path_that_both_match(string first, string second, string example) => AnalyzerVerifier.ReportsAsync(
        Id, RouteSource.Of($"\"{first}\"", $"[|\"{second}\"|]"), $"\"{second}\" of 'E1' and \"{first}\" of 'E0' both match \"{example}\"");

    [Fact]
    public Task Reports_a_template_like_that_of_a_library() => AnalyzerVerifier.ReportsAsync(
        Id,
        [RouteSource.Of("[|\"/a/{x}\"|], Order = 3")],
        ["'Rooms.Chat'"],
        libraries: [RouteSource.Library("Rooms", "Rooms.Chat", "/a/{y}", 3)]);

    [Theory]
    [InlineData("/a/{x}", "/b/{y}")]
    [InlineData("/a/{x:int}", "/a/{y:alpha}")]
    [InlineData("/a/{x:int}", "/a/{y:guid}")]
    [InlineData("/a/{x:min(10)}", "/a/{y:max(9)}")]
    [InlineData("/a/{x:length(3)}", "/a/{y:length(4)}")]
    [InlineData("/a/{x:bool}", "/a/{y:int}")]
    [InlineData("/a/{x:range(1,9)}", "/a/{y:range(10,19)}")]
    [InlineData("/a/{x:file}", "/a/{y:nonfile}")]
    [InlineData("/a/{x:length(2)}", "/a/{y:min(100)}")]
    public Task Accepts_templates_that_no_path_matches_both(string first, string second) =>
        AnalyzerVerifier.AcceptsAsync(RouteSource.Of($"\"{first}\"", $"\"{second}\""));

    [Theory]
    [InlineData("/a/{x}", "/a/b")]
    [InlineData("/a/{x}", "/a/{y:int}")]
    [InlineData("/a/{x}", "/a/{*rest}")]
    [InlineData("/{x}/b", "/a/{y}")]
    [InlineData("/a", "/a/{x?}")]
    [InlineData("/a/{x}", "/a/{x}/{y?}")]
    public Task Accepts_templates_of_which_one_comes_first(string first, string second) =>
        AnalyzerVerifier.AcceptsAsync(RouteSource.Of($"\"{first}\"", $"\"{second}\""));

    [Fact]
    public Task Accepts_a_different_order() =>
        AnalyzerVerifier.AcceptsAsync(RouteSource.Of("\"/a/{x:int}\", Order = 2", "\"/a/{y:min(5)}\", Order = 1"));
}
