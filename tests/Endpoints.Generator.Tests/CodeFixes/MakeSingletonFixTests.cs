using Endpoints.CodeFixes;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.CodeFixes;

public sealed class MakeSingletonFixTests
{
    [Theory]
    [InlineData("", ", Lifetime = EndpointLifetime.Singleton")]
    [InlineData(", Order = 1", ", Order = 1, Lifetime = EndpointLifetime.Singleton")]
    [InlineData(", Lifetime = EndpointLifetime.Session", ", Lifetime = EndpointLifetime.Singleton")]
    public Task Sets_the_lifetime(string before, string after) =>
        CodeFixVerifier.FixesAsync(new MakeSingletonFix(), Source(before, "A"), Source(after, "A"));

    [Fact]
    public Task Sets_the_lifetime_of_several() => CodeFixVerifier.FixesAllAsync(
        new MakeSingletonFix(),
        Source("", "A") + Source("", "B"),
        Source(", Lifetime = EndpointLifetime.Singleton", "A") + Source(", Lifetime = EndpointLifetime.Singleton", "B"));

    [Fact]
    public Task Leaves_an_endpoint_with_fields_alone() => CodeFixVerifier.IsNotOfferedAsync(
        new MakeSingletonFix(),
        """
        public struct State { public int Value; }

        [WebSocketEndpoint("/")]
        public sealed class E
        {
            private int _messages;
            [OnText] public void Text(ref State state) => state.Value = ++_messages;
        }
        """);

    private static string Source(string arguments, string name) =>
        $$"""
        public struct State{{name}} { public int Value; }

        [WebSocketEndpoint("/{{name}}"{{arguments}})]
        public sealed class {{name}}
        {
            [OnText] public void Text(ref State{{name}} state) => state.Value++;
        }

        """;
}
