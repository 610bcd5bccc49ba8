using Endpoints.Diagnostics;

namespace Endpoints.Runtime.Tests.Diagnostics;

public class LogTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("/rooms/café", "/rooms/café")]
    [InlineData("/a\u001b[2J\nfake", "/a\\u001B[2J\\u000Afake")]
    [InlineData("\u0085", "\\u0085")]
    public void Control_characters_are_escaped(string text, string expected) => Assert.Equal(expected, LogText.Escape(text));
}
