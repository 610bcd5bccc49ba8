using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Handler parameters that the template does not have.</summary>
public sealed class WSE0015Tests
{
    private const string Id = DiagnosticIds.ParameterNotInTemplate;

    [Theory]
    [InlineData("int rom", "rom")]
    [InlineData("string rom", "rom")]
    [InlineData("DayOfWeek day", "day")]
    [InlineData("[FromRoute] int rom", "rom")]
    [InlineData("[FromRoute(Name = \"rom\")] int room", "rom")]
    public Task Reports_the_parameter(string parameter, string name) => AnalyzerVerifier.ReportsAsync(
        Id, Source($"[|{parameter}|]"), $"Parameter '{name}' of handler 'Open'", $"add {{{name}}} to the template", "\"/rooms/{room}\"");

    [Theory]
    [InlineData("int room")]
    [InlineData("string Room")]
    [InlineData("[FromRoute(Name = \"room\")] int number")]
    [InlineData("[FromQuery] int rom")]
    [InlineData("[FromHeader(Name = \"X-Room\")] string rom")]
    [InlineData("[FromServices] IServiceProvider rom")]
    [InlineData("WebSocketSession rom")]
    public Task Accepts_what_is_in_the_template_or_comes_from_elsewhere(string parameter) =>
        AnalyzerVerifier.AcceptsAsync(Source(parameter));

    private static string Source(string parameter) =>
        $$"""
        [WebSocketEndpoint("/rooms/{room}")]
        public sealed class Room
        {
            [OnOpen] public void Open({{parameter}}) { }
        }
        """;
}
