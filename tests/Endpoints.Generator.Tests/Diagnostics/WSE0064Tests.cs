using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Secrets in the query string.</summary>
public sealed class WSE0064Tests
{
    private const string Id = DiagnosticIds.TokenInQuery;

    [Theory]
    [InlineData("[FromQuery] string token")]
    [InlineData("[FromQuery] string? token")]
    [InlineData("[FromQuery] string accessToken")]
    [InlineData("[FromQuery(Name = \"access_token\")] string value")]
    [InlineData("[FromQuery(Name = \"api-key\")] string value")]
    [InlineData("[FromQuery] string? apiKey = null")]
    [InlineData("[FromQuery] string JWT")]
    [InlineData("[FromQuery] string password")]
    [InlineData("[Microsoft.AspNetCore.Mvc.FromQuery] string token")]
    public Task Reports_it(string parameter) => AnalyzerVerifier.ReportsAsync(Id, HandlerSourceText.Of($"[OnOpen] public void M([|{parameter}|]) {{ }}"), "handler 'M'");

    [Theory]
    [InlineData("[FromQuery] string continuationToken")]
    [InlineData("[FromQuery] string ticket")]
    [InlineData("[FromQuery] int token")]
    [InlineData("[FromHeader] string token")]
    [InlineData("[FromQuery(Name = \"page\")] string token")]
    [InlineData("[FromRoute(Name = \"room\")] string token")]
    public Task Accepts_it(string parameter) => AnalyzerVerifier.AcceptsAsync(HandlerSourceText.Of($"[OnOpen] public void M({parameter}) {{ }}"));

    [Fact]
    public Task Accepts_methods_that_are_no_handlers() => AnalyzerVerifier.AcceptsAsync(
        HandlerSourceText.Of("[OnOpen] public void M() { } public void Helper([FromQuery] string token) { }"));
}
