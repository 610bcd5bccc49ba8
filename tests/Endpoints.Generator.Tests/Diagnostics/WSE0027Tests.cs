using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Condition types that emitted code cannot create and ask.</summary>
public sealed class WSE0027Tests
{
    private const string Id = DiagnosticIds.InvalidConditionType;
    private const string Body = "{ public bool IsEnabled(IServiceProvider services) => true; }";

    [Theory]
    [InlineData("public sealed class Rule " + Body, "Rule", "does not implement IEndpointCondition")]
    [InlineData("public abstract class Rule : IEndpointCondition " + Body, "Rule", "abstract")]
    [InlineData("public interface Rule : IEndpointCondition;", "Rule", "abstract")]
    [InlineData("public sealed class Rule<T> : IEndpointCondition " + Body, "Rule<>", "generic")]
    [InlineData("public sealed class Rule(int x) : IEndpointCondition { public bool IsEnabled(IServiceProvider services) => x > 0; }", "Rule", "no public constructor")]
    [InlineData("file sealed class Rule : IEndpointCondition " + Body, "Rule", "internal or public")]
    public Task Reports_what_cannot_be_asked(string type, string name, string part) =>
        AnalyzerVerifier.ReportsAsync(Id, Source(type, $"[|typeof({name})|]"), part);

    [Theory]
    [InlineData("public sealed class Rule : IEndpointCondition " + Body, "Rule")]
    [InlineData("internal struct Rule : IEndpointCondition " + Body, "Rule")]
    [InlineData("public sealed class Rule<T> : IEndpointCondition " + Body, "Rule<int>")]
    [InlineData("internal static class Outer { internal sealed class Rule : IEndpointCondition { bool IEndpointCondition.IsEnabled(IServiceProvider s) => true; } }", "Outer.Rule")]
    public Task Accepts_what_can(string type, string name) => AnalyzerVerifier.AcceptsAsync(Source(type, $"typeof({name})"));

    private static string Source(string type, string condition) =>
        $$"""
        [WebSocketEndpoint("/chat")]
        [EndpointCondition(Condition = {{condition}})]
        public sealed class Chat { [OnText] public void Text() { } }
        {{type}}
        """;
}
