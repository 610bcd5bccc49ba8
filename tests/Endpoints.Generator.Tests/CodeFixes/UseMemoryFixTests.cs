using Endpoints.CodeFixes;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.CodeFixes;

public sealed class UseMemoryFixTests
{
    [Theory]
    [InlineData("await Task.Yield();", "await Task.Yield();")]
    [InlineData("await Task.Delay(utf8.Length);", "await Task.Delay(utf8.Length);")]
    [InlineData("session.TrySendText(utf8); await Task.Yield();", "session.TrySendText(utf8.Span); await Task.Yield();")]
    [InlineData("var first = utf8[0]; await Task.Delay(first);", "var first = utf8.Span[0]; await Task.Delay(first);")]
    [InlineData("session.TrySendText(utf8.Slice(1)); await Task.Yield();", "session.TrySendText(utf8.Span.Slice(1)); await Task.Yield();")]
    [InlineData("await session.SendTextAsync(utf8);", "await session.SendTextAsync(utf8);")]
    [InlineData("await session.SendTextAsync(utf8.ToArray());", "await session.SendTextAsync(utf8.ToArray());")]
    public Task Changes_the_type_and_the_uses_that_need_a_span(string before, string after) => CodeFixVerifier.FixesAsync(
        new UseMemoryFix(), Source("System.ReadOnlySpan<byte>", before), Source("System.ReadOnlyMemory<byte>", after));

    [Fact]
    public Task Changes_every_such_handler() => CodeFixVerifier.FixesAllAsync(
        new UseMemoryFix(),
        [Source("ReadOnlySpan<byte>", "await Task.Yield();"), Source("ReadOnlySpan<byte>", "await Task.Yield();", "Other")],
        [Source("ReadOnlyMemory<byte>", "await Task.Yield();"), Source("ReadOnlyMemory<byte>", "await Task.Yield();", "Other")],
        Microsoft.CodeAnalysis.CodeFixes.FixAllScope.Solution);

    private static string Source(string type, string body, string name = "Chat") =>
        $$"""
        [WebSocketEndpoint("/{{name}}")]
        public sealed class {{name}}
        {
            [OnText]
            public async ValueTask Text({{type}} utf8, WebSocketSession session)
            {
                {{body}}
            }
        }
        """;
}
