using Endpoints.CodeFixes;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.CodeFixes;

public sealed class MakeTypePartialFixTests
{
    [Theory]
    [InlineData("public sealed class", "public sealed partial class")]
    [InlineData("class", "partial class")]
    [InlineData("public sealed record", "public sealed partial record")]
    public Task Adds_partial_as_the_last_modifier(string before, string after) =>
        CodeFixVerifier.FixesAsync(new MakeTypePartialFix(), Source(before, "Chat"), Source(after, "Chat"));

    [Fact]
    public Task Adds_partial_to_the_types_around_it() => CodeFixVerifier.FixesAsync(
        new MakeTypePartialFix(),
        $"namespace Rooms;\n\npublic static class Outer\n{{\n    public readonly struct Middle\n    {{\n{Source("public class", "Chat")}    }}\n}}\n",
        $"namespace Rooms;\n\npublic static partial class Outer\n{{\n    public readonly partial struct Middle\n    {{\n{Source("public partial class", "Chat")}    }}\n}}\n");

    [Fact]
    public Task Adds_partial_once_around_two_endpoints() => CodeFixVerifier.FixesAllAsync(
        new MakeTypePartialFix(),
        $"public static class Outer\n{{\n{Source("public class", "A")}{Source("public class", "B")}}}\n",
        $"public static partial class Outer\n{{\n{Source("public partial class", "A")}{Source("public partial class", "B")}}}\n");

    private static string Source(string declaration, string name) =>
        $$"""
        [WebSocketEndpoint("/{{name}}")]
        {{declaration}} {{name}}
        {
            [OnText] private void Text(ReadOnlySpan<byte> utf8) { }
        }

        """;
}
