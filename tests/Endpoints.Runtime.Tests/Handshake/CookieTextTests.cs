using Endpoints.Handshake;

namespace Endpoints.Runtime.Tests.Handshake;

public class CookieTextTests
{
    [Theory]
    [InlineData("a=1", "a", "1")]
    [InlineData("a=1; b=2", "b", "2")]
    [InlineData("a=1;b=2", "b", "2")]
    [InlineData("  a = 1 ;b=2", "a", "1")]
    [InlineData("a=1; a=2", "a", "1")]
    [InlineData("a=", "a", "")]
    [InlineData("a=b=c", "a", "b=c")]
    [InlineData("a=\"q\"", "a", "\"q\"")]
    [InlineData("a=x,y; b=2", "a", "x,y")]
    [InlineData("a=%20", "a", "%20")]
    [InlineData("xa=1; a=2", "a", "2")]
    public void A_cookie_is_found_as_it_was_sent(string header, string name, string value) => Assert.Equal(value, CookieText.Find(header, name));

    [Theory]
    [InlineData("", "a")]
    [InlineData("a", "a")]
    [InlineData("=1", "")]
    [InlineData("A=1", "a")]
    [InlineData("b=a=1", "a")]
    [InlineData(";;;", "a")]
    public void What_is_not_there_is_null(string header, string name) => Assert.Null(CookieText.Find(header, name));
}
