using Endpoints.CodeFixes;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.CodeFixes;

public sealed class RemoveDuplicateSubprotocolFixTests
{
    [Theory]
    [InlineData("[\"a\", \"b\", \"a\"]", "[\"a\", \"b\"]")]
    [InlineData("[\"a\", \"A\" , \"b\"]", "[\"a\" , \"b\"]")]
    [InlineData("new[] { \"a\", \"a\" }", "new[] { \"a\" }")]
    [InlineData("new string[] { \"a\", \"a\", \"b\" }", "new string[] { \"a\", \"b\" }")]
    public Task Removes_the_later_one_with_its_comma(string before, string after) =>
        CodeFixVerifier.FixesAsync(new RemoveDuplicateSubprotocolFix(), Source(before), Source(after));

    [Fact]
    public Task Removes_all_duplicates_of_one_list_and_of_another() => CodeFixVerifier.FixesAllAsync(
        new RemoveDuplicateSubprotocolFix(),
        Source("[\"a\", \"a\", \"b\", \"A\", \"b\"]") + Source("[\"x\", \"x\"]", "Other"),
        Source("[\"a\", \"b\"]") + Source("[\"x\"]", "Other"));

    private static string Source(string protocols, string name = "Chat") =>
        $$"""
        [WebSocketEndpoint("/{{name}}", Protocols = {{protocols}})]
        public sealed class {{name}}
        {
            [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
        }

        """;
}
