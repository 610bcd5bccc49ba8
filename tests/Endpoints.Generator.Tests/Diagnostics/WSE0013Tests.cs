using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Templates that never get a turn.</summary>
public sealed class WSE0013Tests
{
    private const string Id = DiagnosticIds.UnreachablePath;

    [Theory]
    [InlineData("/{*all}", "/chat")]
    [InlineData("/{*all}", "/")]
    [InlineData("/{*all}", "/{x}/{y?}")]
    [InlineData("/a/{*all:required}", "/a/b")]
    [InlineData("/a/{x}", "/a/b")]
    [InlineData("/a/{x}", "/a/{y}")]
    [InlineData("/a/{x}", "/a/{y:int}")]
    [InlineData("/a/{x:int}", "/a/12")]
    [InlineData("/a/{x:min(5)}", "/a/{y:min(7)}")]
    [InlineData("/a/{x:int}", "/a/{y:int:max(7)}")]
    [InlineData("/a/{x?}", "/a")]
    [InlineData("/A/b", "/a/B")]
    public Task Reports_a_template_behind_one_of_lower_order_that_takes_everything(string wide, string narrow) =>
        AnalyzerVerifier.ReportsAsync(
        Id,
        RouteSource.Of($"[|\"{narrow}\"|]", $"\"{wide}\", Order = -1"),
        $"\"{narrow}\" of 'E0' never matches because \"{wide}\" of 'E1' comes first");

    [Fact]
    public Task Reports_a_template_behind_a_more_specific_one_that_takes_everything() =>
        AnalyzerVerifier.ReportsAsync(Id, RouteSource.Of("\"/a/{x:required}\"", "[|\"/a/{y}\"|]"));

    [Fact]
    public Task Reports_a_template_behind_one_of_a_library() => AnalyzerVerifier.ReportsAsync(
        Id, [RouteSource.Of("[|\"/chat\"|]")], ["'Rooms.All'"], libraries: [RouteSource.Library("Rooms", "Rooms.All", "/{*all}", -1)]);

    [Theory]
    [InlineData("/a/{*all}", "/chat")]
    [InlineData("/a/{*all:minlength(2)}", "/a/b")]
    [InlineData("/a/{x:int}", "/a/b")]
    [InlineData("/a/{x:int}", "/a/{y}")]
    [InlineData("/a/{x:min(7)}", "/a/{y:min(5)}")]
    [InlineData("/a/{x}", "/a/{y?}")]
    [InlineData("/a/{x}", "/a/{y}/b")]
    [InlineData("/a/{x}/{y}", "/a/{x}")]
    [InlineData("/a/{x}", "/a/{*all}")]
    [InlineData("/a/b", "/a/{x}")]
    public Task Accepts_a_template_that_something_is_left_for(string narrow, string wide) =>
        AnalyzerVerifier.AcceptsAsync(RouteSource.Of($"\"{wide}\"", $"\"{narrow}\", Order = -1"));

    [Fact]
    public Task Accepts_a_catch_all_behind_specific_templates() =>
        AnalyzerVerifier.AcceptsAsync(RouteSource.Of("\"/{*all}\"", "\"/a\"", "\"/a/{x:int}\"", "\"/a/{x}\""));

    [Fact]
    public Task Accepts_an_endpoint_behind_a_conditional_one() => AnalyzerVerifier.AcceptsAsync(
        RouteSource.Of("\"/chat\", Order = -1), EndpointCondition(Feature = \"NewChat\"", "\"/chat\""));
}
