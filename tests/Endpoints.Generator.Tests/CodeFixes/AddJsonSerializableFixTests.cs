using Endpoints.CodeFixes;
using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Endpoints.Generator.Tests.CodeFixes;

public sealed class AddJsonSerializableFixTests
{
    private const string Usings = "using System.Text.Json.Serialization;\n\n";

    private const string Context =
        """
        [JsonSerializable(typeof(int))]
        internal sealed partial class ChatJson : JsonSerializerContext;
        """;

    [Theory]
    [InlineData("public void M(Say message) { }", "Say")]
    [InlineData("public void M(Say? message) { }", "Say")]
    [InlineData("public void M(Say[] message) { }", "Say[]")]
    [InlineData("public void M(List<Say> message) { }", "List<Say>")]
    [InlineData("public Say M(int message) => new();", "Say")]
    [InlineData("public Task<Say> M(int message) => Task.FromResult(new Say());", "Say")]
    [InlineData("public IAsyncEnumerable<Say> M(int message) => throw new NotSupportedException();", "Say")]
    public Task Adds_the_line_to_the_only_context(string handler, string type) => CodeFixVerifier.FixesAsync(
        new AddJsonSerializableFix(),
        Usings + Endpoint("", handler) + Context,
        Usings + Endpoint("", handler) + $"[JsonSerializable(typeof({type}))]\n" + Context);

    [Fact]
    public Task Adds_the_line_to_the_context_that_the_endpoint_names() => CodeFixVerifier.FixesAsync(
        new AddJsonSerializableFix(),
        [Usings + Endpoint(", JsonContext = typeof(Json.Named)", "public void M(Say message) { }") + Context, Named("")],
        [Usings + Endpoint(", JsonContext = typeof(Json.Named)", "public void M(Say message) { }") + Context, Named("    [System.Text.Json.Serialization.JsonSerializable(typeof(Say))]\n")]);

    [Fact]
    public Task Adds_a_line_for_every_type() => CodeFixVerifier.FixesAllAsync(
        new AddJsonSerializableFix(),
        [Usings + Endpoint("", "public Said M(Say message) => new();") + Context],
        [Usings + Endpoint("", "public Said M(Say message) => new();") + "[JsonSerializable(typeof(Said))]\n[JsonSerializable(typeof(Say))]\n" + Context],
        FixAllScope.Project);

    [Theory]
    [InlineData("")]
    [InlineData(Context + "\ninternal sealed partial class Second : JsonSerializerContext;")]
    public Task Is_not_offered_where_it_is_not_clear_which_context(string contexts) => CodeFixVerifier.IsNotOfferedAsync(
        new AddJsonSerializableFix(), Usings + Endpoint("", "public void M(Say message) { }") + contexts);

    private static string Endpoint(string argument, string handler) =>
        $$"""
        [WebSocketEndpoint("/chat"{{argument}})]
        public sealed class Chat
        {
            [OnMessage] {{handler}}
        }

        public sealed class Say;

        public sealed class Said;


        """;

    private static string Named(string line) =>
        $$"""
        namespace Json
        {
        {{line}}    [System.Text.Json.Serialization.JsonSerializable(typeof(string))]
            internal sealed partial class Named : System.Text.Json.Serialization.JsonSerializerContext;
        }
        """;
}
