using System.Text;
using Endpoints.Handshake;

namespace Endpoints.Runtime.Tests.Handshake;

public sealed class ResponseHeaderRulesTests
{
    [Theory]
    [InlineData("Set-Cookie", "a=1; Path=/")]
    [InlineData("X-Empty", "")]
    [InlineData("WWW-Authenticate", "Bearer realm=\"a\tb\"")]
    [InlineData("Sec-WebSocket", "not ours")]
    public void Headers_of_applications_pass(string name, string value) => Assert.Null(ResponseHeaderRules.FindFault(name, value));

    [Theory]
    [InlineData("")]
    [InlineData("X Y")]
    [InlineData("X:")]
    [InlineData("X\r\nY")]
    [InlineData("Größe")]
    public void A_name_that_is_no_token_is_a_fault(string name) =>
        Assert.Contains("token", ResponseHeaderRules.FindFault(name, "x"), StringComparison.Ordinal);

    [Theory]
    [InlineData("connection")]
    [InlineData("Upgrade")]
    [InlineData("Sec-WebSocket-Accept")]
    [InlineData("sec-websocket-protocol")]
    [InlineData("Sec-WebSocket-Extensions")]
    [InlineData("Content-Length")]
    [InlineData("Content-Type")]
    [InlineData("Transfer-Encoding")]
    public void What_the_handshake_writes_itself_is_a_fault(string name) =>
        Assert.Contains("itself", ResponseHeaderRules.FindFault(name, "x"), StringComparison.Ordinal);

    [Theory]
    [InlineData("a\r\nSet-Cookie: evil=1")]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\0b")]
    [InlineData("a\u007Fb")]
    [InlineData("naïve")]
    public void A_value_that_could_end_a_line_or_is_not_ascii_is_a_fault(string value) =>
        Assert.Contains("X-Any", ResponseHeaderRules.FindFault("X-Any", value), StringComparison.Ordinal);

    [Fact]
    public void Lines_have_their_ends_and_the_size_that_was_said()
    {
        KeyValuePair<string, string>[] headers = [new("A", "1"), new("Bc", "")];

        var lines = ResponseHeaderRules.Format(headers);

        Assert.Equal("A: 1\r\nBc: \r\n", Encoding.ASCII.GetString(lines));
        Assert.Equal(lines.Length, headers.Sum(header => ResponseHeaderRules.GetSize(header.Key, header.Value)));
        Assert.Empty(ResponseHeaderRules.Format([]));
    }
}
