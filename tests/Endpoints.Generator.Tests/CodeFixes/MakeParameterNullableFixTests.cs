using Endpoints.CodeFixes;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.CodeFixes;

public sealed class MakeParameterNullableFixTests
{
    [Theory]
    [InlineData("int page", "int? page")]
    [InlineData("string page", "string? page")]
    [InlineData("[FromRoute(Name = \"page\")] System.Guid id", "[FromRoute(Name = \"page\")] System.Guid? id")]
    public Task Adds_a_question_mark_to_the_type(string before, string after) =>
        CodeFixVerifier.FixesAsync(new MakeParameterNullableFix(), Source(before), Source(after));

    [Fact]
    public Task Adds_one_to_every_such_parameter() => CodeFixVerifier.FixesAllAsync(
        new MakeParameterNullableFix(), Source("int page, string size"), Source("int? page, string? size"));

    private static string Source(string parameters) =>
        $$"""
        [WebSocketEndpoint("/rooms/{page?}/{size?}")]
        public sealed class Rooms
        {
            [OnOpen] public void Open({{parameters}}) { }
        }
        """;
}
