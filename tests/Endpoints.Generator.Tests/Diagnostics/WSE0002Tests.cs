using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Types of which no instance can be made.</summary>
public sealed class WSE0002Tests
{
    private const string Id = DiagnosticIds.TypeNotInstantiable;

    [Theory]
    [InlineData("public abstract class [|Chat|]", "abstract")]
    [InlineData("public static class [|Chat|]", "static")]
    [InlineData("public sealed class [|Chat|]<T>", "generic")]
    [InlineData("file sealed class [|Chat|]", "file-local")]
    public Task Reports_a_class_that_generated_code_cannot_create(string declaration, string reason) => AnalyzerVerifier.ReportsAsync(
        Id,
        $$"""
        [WebSocketEndpoint("/chat")]
        {{declaration}}
        {
            [OnText] public static void Text(ReadOnlySpan<byte> utf8) { }
        }
        """,
        $"because it is {reason}");

    [Theory]
    [InlineData("public static class Outer", "private", "private")]
    [InlineData("public class Outer", "protected", "protected")]
    [InlineData("public class Outer<T>", "public", "generic")]
    public Task Reports_a_nested_class_that_generated_code_cannot_name(string outer, string accessibility, string reason) =>
        AnalyzerVerifier.ReportsAsync(
        Id,
        $$"""
        {{outer}}
        {
            [WebSocketEndpoint("/chat")]
            {{accessibility}} sealed class [|Chat|]
            {
                [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
            }
        }
        """,
        $"because it is {reason}");

    [Fact]
    public Task Reports_a_class_with_required_members() => AnalyzerVerifier.ReportsAsync(
        Id,
        """
        [WebSocketEndpoint("/chat")]
        public sealed class [|Chat|]
        {
            public required string Name { get; init; }
            [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
        }
        """,
        "required members");

    [Fact]
    public Task Accepts_required_members_that_the_constructor_sets() => AnalyzerVerifier.AcceptsAsync(
        """
        [WebSocketEndpoint("/chat")]
        [method: System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
        public sealed class Chat()
        {
            public required string Name { get; init; } = "";
            [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
        }
        """);

    [Theory]
    [InlineData("public sealed class Chat")]
    [InlineData("internal class Chat")]
    [InlineData("public sealed record Chat")]
    public Task Accepts_a_class_that_its_assembly_can_see(string declaration) => AnalyzerVerifier.AcceptsAsync(
        $$"""
        public static class Outer
        {
            [WebSocketEndpoint("/chat")]
            {{declaration}}
            {
                [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
            }
        }
        """);
}
