using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>States that emitted code cannot create.</summary>
public sealed class WSE0069Tests
{
    private const string Id = DiagnosticIds.StateNotCreatable;

    [Theory]
    [InlineData("public abstract class Member;", "is abstract")]
    [InlineData("public sealed class Member(string name) { public string Name => name; }", "no parameterless constructor")]
    [InlineData("public sealed class Member { private Member() { } }", "no parameterless constructor")]
    [InlineData("public sealed class Member { public required string Name { get; init; } }", "required members")]
    public Task Reports_the_parameter(string member, string reason) =>
        AnalyzerVerifier.ReportsAsync(Id, Source(member, "[|Member member|]"), reason);

    [Theory]
    [InlineData("public sealed class Member;")]
    [InlineData("internal sealed class Member { internal Member() { } }")]
    [InlineData("public class Member { public string Name { get; set; } = \"\"; }")]
    public Task Accepts_what_new_can_create(string member) => AnalyzerVerifier.AcceptsAsync(Source(member, "Member member"));

    private static string Source(string member, string parameter) =>
        $$"""
        [SessionState] {{member}}

        [WebSocketEndpoint("/chat", Lifetime = EndpointLifetime.Singleton)]
        public sealed partial class Chat
        {
            [OnText] internal void Text({{parameter}}) { }
        }
        """;
}
