using Endpoints.Grammar;

namespace Endpoints.Generator.Tests.Routing;

public sealed class SubprotocolTokenTests
{
    // RFC 9110 section 5.6.2: every visible ASCII character but the delimiters.
    private const string Delimiters = "\"(),/:;<=>?@[\\]{}";

    [Fact]
    public void A_token_is_made_of_visible_characters_that_are_no_delimiters()
    {
        for (var c = 0; c < 0x200; c++)
        {
            var expected = c is > 0x20 and < 0x7F && !Delimiters.Contains((char)c);
            Assert.True(expected == SubprotocolToken.IsValid("a" + (char)c), $"U+{c:X4}");
        }
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("v12.stomp", true)]
    [InlineData("graphql-transport-ws", true)]
    [InlineData("a b", false)]
    [InlineData("a,b", false)]
    public void A_name_is_one_token(string? text, bool expected) => Assert.Equal(expected, SubprotocolToken.IsValid(text));

    [Fact]
    public void The_first_character_that_is_not_allowed_is_found() =>
        Assert.Equal((2, -1), (SubprotocolToken.FirstInvalid("ab/c/"), SubprotocolToken.FirstInvalid("abc")));
}
