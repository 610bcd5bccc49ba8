using Endpoints.CodeFixes;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.CodeFixes;

public sealed class UseRouteParameterNameFixTests
{
    [Theory]
    [InlineData("int rom", "_ = rom;", "int room", "_ = room;")]
    [InlineData("int roomId", "_ = roomId + nameof(roomId);", "int room", "_ = room + nameof(room);")]
    [InlineData("int pgae", "", "int page", "")]
    [InlineData("int room, int pag", "_ = room + pag;", "int room, int page", "_ = room + page;")]
    public Task Renames_the_parameter_and_its_uses(string before, string bodyBefore, string after, string bodyAfter) =>
        CodeFixVerifier.FixesAsync(new UseRouteParameterNameFix(), Source(before, bodyBefore), Source(after, bodyAfter));

    [Fact]
    public Task Renames_in_every_handler() => CodeFixVerifier.FixesAllAsync(
        new UseRouteParameterNameFix(),
        Source("int rom", "_ = rom;", "[OnText] public void Text(int roo) { }"),
        Source("int room", "_ = room;", "[OnText] public void Text(int room) { }"));

    [Theory]
    [InlineData("int something")]
    [InlineData("int room, int page, int pag")]
    public Task Is_not_offered_where_no_name_is_near_and_free(string parameters) =>
        CodeFixVerifier.IsNotOfferedAsync(new UseRouteParameterNameFix(), Source(parameters, ""));

    private static string Source(string parameters, string body, string more = "") =>
        $$"""
        [WebSocketEndpoint("/rooms/{room}/{page}")]
        public sealed class Rooms
        {
            [OnOpen] public void Open({{parameters}}) { {{body}} }
            {{more}}
        }
        """;
}
