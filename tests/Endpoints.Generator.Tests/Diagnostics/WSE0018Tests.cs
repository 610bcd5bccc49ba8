using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Route constraints that do not exist, or contradict something.</summary>
public sealed class WSE0018Tests
{
    private const string Id = DiagnosticIds.UnsupportedConstraint;

    [Theory]
    [InlineData("/{x:[|itn|]}", "no route constraint 'itn'")]
    [InlineData("/{x:[|regex(^a$)|]}", "no route constraint 'regex(^a$)'")]
    [InlineData("/{x:[|int(1)|]}", "does not have the arguments")]
    [InlineData("/{x:[|min|]}", "does not have the arguments")]
    [InlineData("/{x:[|min(a)|]}", "does not have the arguments")]
    [InlineData("/{x:[|length(-1)|]}", "does not have the arguments")]
    [InlineData("/{x:[|range(5,4)|]}", "No value meets")]
    [InlineData("/{x:min(5):[|max(4)|]}", "No value meets")]
    public Task Reports_the_constraint(string path, string reason) =>
        AnalyzerVerifier.ReportsAsync(Id, RouteSource.Of($"\"{path}\""), reason);

    [Theory]
    [InlineData("int", "Guid")]
    [InlineData("guid", "int")]
    [InlineData("bool", "long?")]
    [InlineData("datetime", "bool")]
    [InlineData("alpha", "int")]
    public Task Reports_a_parameter_whose_type_contradicts(string constraint, string type) => AnalyzerVerifier.ReportsAsync(
        Id, Source(constraint, $"[|{type} x|]"), $"The route constraint \"{constraint}\" on 'x'");

    [Theory]
    [InlineData("int", "int")]
    [InlineData("int", "long?")]
    [InlineData("int", "string")]
    [InlineData("guid", "Guid")]
    [InlineData("datetime", "DateTimeOffset")]
    [InlineData("min(1):max(9)", "int")]
    [InlineData("range(5,5)", "int")]
    [InlineData("length(2,3)", "string")]
    [InlineData("alpha", "string")]
    [InlineData("INT", "int")]
    public Task Accepts_a_constraint_that_fits(string constraint, string type) =>
        AnalyzerVerifier.AcceptsAsync(Source(constraint, $"{type} x"));

    private static string Source(string constraint, string parameter) =>
        $$"""
        [WebSocketEndpoint("/{x:{{constraint}}}")]
        public sealed class E
        {
            [OnOpen] public void Open({{parameter}}) { }
        }
        """;
}
