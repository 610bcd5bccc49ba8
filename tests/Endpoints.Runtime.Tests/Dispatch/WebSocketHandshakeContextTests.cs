using System.Security.Claims;
using Endpoints.Handshake;
using Endpoints.TestKit.Connections;

namespace Endpoints.Runtime.Tests.Dispatch;

public sealed class WebSocketHandshakeContextTests
{
    private readonly FakeHandshake _request = new();
    private readonly WebSocketHandshake _handshake;
    private readonly WebSocketHandshakeContext _context;

    public WebSocketHandshakeContextTests()
    {
        string[] protocols = ["v2", "v1"];
        var handshake = new InterceptedHandshake(_request, protocols);
        _context = new WebSocketHandshakeContext(typeof(WebSocketHandshakeContextTests), "/x", protocols, handshake);
        _handshake = handshake;
    }

    [Theory]
    [InlineData(null)]
    [InlineData("v1, ,\tv3,v1", "v1", "v3", "v1")]
    public void The_offer_is_read_in_the_clients_order(string? header, params string[] offered)
    {
        Offer(header);

        Assert.Equal(offered, _context.OfferedProtocols);
    }

    [Fact]
    public void A_sub_protocol_that_is_declared_and_offered_is_chosen()
    {
        Offer("v1, v2");

        _context.SelectProtocol("v1");

        Assert.Equal(("v1", "v1", 1), (_context.SubProtocol, _handshake.SubProtocol, _handshake.SubProtocolIndex));
    }

    [Theory]
    [InlineData("v3", "does not declare")]
    [InlineData("V1", "does not declare")]
    [InlineData("v2", "does not offer")]
    public void Any_other_is_the_callers_error(string protocol, string message)
    {
        Offer("v1, v3, V1");

        Assert.Contains(message, Assert.Throws<ArgumentException>(() => _context.SelectProtocol(protocol)).Message, StringComparison.Ordinal);
        Assert.Null(_context.SubProtocol);
    }

    [Fact]
    public void The_user_that_is_set_is_the_requests_from_then_on()
    {
        Assert.Same(_request.User, _context.User);
        var user = new ClaimsPrincipal(new ClaimsIdentity("test"));

        _context.User = user;

        Assert.Same(user, _context.Handshake.User);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(401)]
    [InlineData(599)]
    public void Any_status_from_300_to_599_refuses(int status)
    {
        _context.Reject(status, "Because.", ("X-A", "1"), ("X-B", "2"));

        Assert.Equal((status, "Because."), (_context.Rejection!.StatusCode, _context.Rejection.Reason));
        Assert.Equal(["X-A", "X-B"], _context.Rejection.Headers.Select(header => header.Key));
    }

    [Theory]
    [InlineData(101)]
    [InlineData(299)]
    [InlineData(304)]
    [InlineData(600)]
    public void No_other_status_does(int status)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.Reject(status));
        Assert.Null(_context.Rejection);
    }

    [Fact]
    public void A_reason_has_a_limit()
    {
        _context.Reject(400, new string('x', WebSocketHandshakeContext.MaxReasonSize));

        Assert.Throws<ArgumentException>(() => _context.Reject(400, new string('x', WebSocketHandshakeContext.MaxReasonSize + 1)));
    }

    [Fact]
    public void Headers_have_a_limit_together()
    {
        const int Punctuation = 4;
        var half = new string('x', (ResponseHeaderRules.MaxSize / 2) - 1 - Punctuation);
        _context.AddResponseHeader("A", half);

        Assert.Throws<ArgumentException>(() => _context.AddResponseHeader("B", half + "x"));
        _context.AddResponseHeader("B", half);

        Assert.Equal(["A", "B"], _context.ResponseHeaders.Select(header => header.Key));
        Assert.Throws<ArgumentException>(() => _context.AddResponseHeader("C", ""));
        Assert.Throws<ArgumentException>(() => _context.Reject(400, null, ("A", half), ("B", half + "x")));
    }

    [Theory]
    [InlineData("Upgrade", "h2c")]
    [InlineData("X", "a\r\nSet-Cookie: evil=1")]
    [InlineData("X", null)]
    [InlineData(null, "x")]
    public void Headers_that_would_break_the_response_are_refused(string? name, string? value)
    {
        Assert.Throws<ArgumentException>(() => _context.AddResponseHeader(name!, value!));
        Assert.Throws<ArgumentException>(() => _context.Reject(400, null, (name!, value!)));
        Assert.Empty(_context.ResponseHeaders);
    }

    [Fact]
    public void What_was_answered_cannot_be_changed()
    {
        Offer("v1");
        _context.Seal();

        Assert.Throws<InvalidOperationException>(() => _context.Reject(400));
        Assert.Throws<InvalidOperationException>(() => _context.SelectProtocol("v1"));
        Assert.Throws<InvalidOperationException>(() => _context.AddResponseHeader("A", "1"));
        Assert.Throws<InvalidOperationException>(_context.DisableCompression);
        Assert.Throws<InvalidOperationException>(() => _context.User = new ClaimsPrincipal());
    }

    private void Offer(string? protocols)
    {
        if (protocols is not null)
        {
            _request.Headers["Sec-WebSocket-Protocol"] = protocols;
        }
    }
}
