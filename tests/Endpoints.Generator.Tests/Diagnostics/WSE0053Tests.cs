using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Contexts that endpoints hold.</summary>
public sealed class WSE0053Tests
{
    private const string Id = DiagnosticIds.ContextHeld;

    [Theory]
    [InlineData("([|ChatContext context|])", "")]
    [InlineData("(IServiceProvider services, [|Microsoft.EntityFrameworkCore.DbContext context|])", ", Lifetime = EndpointLifetime.Singleton")]
    public Task Reports_the_parameter(string constructor, string arguments) => AnalyzerVerifier.ReportsAsync(
        Id, Source(constructor, arguments, ""), "for hours", "IDbContextFactory");

    [Theory]
    [InlineData("", "ChatContext context")]
    [InlineData("(Func<ChatContext> factory)", "")]
    [InlineData("(NotAContext context)", "")]
    public Task Accepts_a_context_for_a_call(string constructor, string parameter) => AnalyzerVerifier.AcceptsAsync(Source(constructor, "", parameter));

    private static string Source(string constructor, string arguments, string parameter) =>
        $$"""
        #pragma warning disable CS9113
        namespace Microsoft.EntityFrameworkCore { public class DbContext; }

        public sealed class ChatContext : Microsoft.EntityFrameworkCore.DbContext;

        public sealed class NotAContext;

        [WebSocketEndpoint("/chat"{{arguments}})]
        public sealed class Chat{{constructor}}
        {
            [OnText] public void Text({{parameter}}) { }
        }
        """;
}
