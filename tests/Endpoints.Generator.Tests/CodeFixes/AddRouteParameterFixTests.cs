using Endpoints.CodeFixes;
using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Endpoints.Generator.Tests.CodeFixes;

public sealed class AddRouteParameterFixTests
{
    [Theory]
    [InlineData("\"/rooms\"", "\"/rooms/{room}\"")]
    [InlineData("\"/rooms/\"", "\"/rooms/{room}\"")]
    [InlineData("\"/\"", "\"/{room}\"")]
    [InlineData("@\"/rooms\"", "@\"/rooms/{room}\"")]
    [InlineData("\"\"\"/rooms\"\"\"", "\"\"\"/rooms/{room}\"\"\"")]
    [InlineData("path: \"/rooms\"", "path: \"/rooms/{room}\"")]
    public Task Adds_the_parameter_to_the_end(string before, string after) =>
        CodeFixVerifier.FixesAsync(new AddRouteParameterFix(), Source(before, "int room"), Source(after, "int room"));

    [Fact]
    public Task Adds_the_name_that_the_attribute_asks_for() => CodeFixVerifier.FixesAsync(
        new AddRouteParameterFix(),
        Source("\"/rooms\"", "[FromRoute(Name = \"id\")] int room"),
        Source("\"/rooms/{id}\"", "[FromRoute(Name = \"id\")] int room"));

    [Fact]
    public Task Adds_it_in_the_file_of_the_attribute() => CodeFixVerifier.FixesAsync(
        new AddRouteParameterFix(),
        ["[WebSocketEndpoint(\"/rooms\")] public sealed partial class Rooms;", "partial class Rooms { [OnOpen] public void Open(int room) { } }"],
        ["[WebSocketEndpoint(\"/rooms/{room}\")] public sealed partial class Rooms;", "partial class Rooms { [OnOpen] public void Open(int room) { } }"]);

    [Fact]
    public Task Adds_every_missing_parameter_once() => CodeFixVerifier.FixesAllAsync(
        new AddRouteParameterFix(),
        [Source("\"/rooms\"", "int room, int page", "[OnText] public void Text(int room) { }")],
        [Source("\"/rooms/{room}/{page}\"", "int room, int page", "[OnText] public void Text(int room) { }")],
        FixAllScope.Project);

    [Theory]
    [InlineData("\"/rooms/{*rest}\"")]
    [InlineData("Rooms.Path")]
    public Task Is_not_offered_where_nothing_can_be_added(string path) =>
        CodeFixVerifier.IsNotOfferedAsync(new AddRouteParameterFix(), Source(path, "int room"));

    private static string Source(string path, string parameters, string more = "") =>
        $$"""
        [WebSocketEndpoint({{path}})]
        public sealed class Rooms
        {
            public const string Path = "/rooms";
            [OnOpen] public void Open({{parameters}}) { }
            {{more}}
        }
        """;
}
