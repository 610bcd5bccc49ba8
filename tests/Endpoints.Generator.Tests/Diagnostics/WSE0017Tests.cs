using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Parameters that may be missing, and cannot say so.</summary>
public sealed class WSE0017Tests
{
    private const string Id = DiagnosticIds.OptionalParameterNotNullable;

    [Theory]
    [InlineData("/rooms/{page?}", "int page")]
    [InlineData("/rooms/{page:int?}", "int page")]
    [InlineData("/rooms/{page?}", "string page")]
    [InlineData("/rooms/{page?}", "[FromRoute(Name = \"page\")] Guid id")]
    [InlineData("/rooms/{*page}", "int page")]
    public Task Reports_a_parameter_that_may_be_missing(string path, string parameter) => AnalyzerVerifier.ReportsAsync(
        Id, Source(path, $"[|{parameter}|]"), "route parameter 'page' may be missing", "default value");

    [Theory]
    [InlineData("/rooms/{page?}", "int? page")]
    [InlineData("/rooms/{page?}", "string? page")]
    [InlineData("/rooms/{page?}", "int page = 1")]
    [InlineData("/rooms/{page=1}", "int page")]
    [InlineData("/rooms/{page}", "int page")]
    [InlineData("/rooms/{*page}", "string page")]
    [InlineData("/rooms/{page?}", "")]
    public Task Accepts_a_parameter_that_can_be_missing_or_never_is(string path, string parameter) =>
        AnalyzerVerifier.AcceptsAsync(Source(path, parameter));

    private static string Source(string path, string parameter) =>
        $$"""
        [WebSocketEndpoint("{{path}}")]
        public sealed class Rooms
        {
            [OnOpen] public void Open({{parameter}}) { }
        }
        """;
}
