using System.Globalization;
using Endpoints.Options;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Runtime.Tests.Options;

/// <summary>What no session could be served with is refused where the route is mapped, with a sentence that says what to do.</summary>
public sealed class WebSocketHandlerOptionsTests
{
    private const int Largest = 2_147_483_591;

    [Theory]
    [InlineData("rooms", "does not begin with '/'")]
    [InlineData("/rooms//a", "Two slashes")]
    [InlineData("/rooms/{id:nothing}", "no route constraint 'nothing'")]
    public void A_template_that_is_none_is_refused(string pattern, string message)
    {
        var error = Assert.Throws<ArgumentException>(nameof(pattern), () => new ServiceCollection().AddWebSocketHandler(pattern, (_, _) => default));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(Largest, null)]
    [InlineData(0, "MaxMessageSize is 0; it must be 1 to 2147483591 bytes")]
    [InlineData(Largest + 1, "MaxMessageSize is 2147483592")]
    public void Messages_have_a_size(int size, string? message) => Check(options => options.MaxMessageSize = size, message);

    [Theory]
    [InlineData(1, null)]
    [InlineData(1000, null)]
    [InlineData(0, "MaxFrameSize is 0; it must be 1 to 1000 bytes")]
    [InlineData(1001, "MaxFrameSize is 1001")]
    public void Frames_are_no_larger_than_messages(int size, string? message) => Check(
        options =>
        {
            options.MaxMessageSize = 1000;
            options.MaxFrameSize = size;
        },
        message);

    [Theory]
    [InlineData(1, null)]
    [InlineData(0, "MaxSendQueueSize is 0")]
    public void Send_queues_have_a_size(int size, string? message) => Check(options => options.MaxSendQueueSize = size, message);

    [Theory]
    [InlineData(1, null)]
    [InlineData(0, "MaxSendQueueMessages is 0; it must be at least 1, or null for no limit")]
    public void Send_queues_have_a_number_of_messages(int count, string? message) => Check(options => options.MaxSendQueueMessages = count, message);

    [Theory]
    [InlineData(SendPolicy.Disconnect, null)]
    [InlineData((SendPolicy)5, "SendPolicy is 5; it must be one of Wait, DropNewest, DropOldest, KeepLatest, Disconnect")]
    public void Policies_are_those_there_are(SendPolicy policy, string? message) => Check(options => options.SendPolicy = policy, message);

    [Theory]
    [InlineData("00:00:01", null)]
    [InlineData("1.00:00:00", null)]
    [InlineData("00:00:00", "is 00:00:00; it must be above 0 and at most one day")]
    [InlineData("00:00:01.5", "is 00:00:01.5000000; it must be whole seconds")]
    [InlineData("1.00:00:01", "is 1.00:00:01; it must be above 0 and at most one day")]
    public void Deadlines_are_whole_seconds_up_to_a_day(string value, string? message)
    {
        var time = TimeSpan.Parse(value, CultureInfo.InvariantCulture);

        Check(options => options.KeepAliveInterval = time, message is null ? null : "KeepAliveInterval " + message);
        Check(options => options.KeepAliveTimeout = time, message is null ? null : "KeepAliveTimeout " + message);
        Check(options => options.IdleTimeout = time, message is null ? null : "IdleTimeout " + message);
        Check(options => options.CloseTimeout = time, message is null ? null : "CloseTimeout " + message);
    }

    [Fact]
    public void Only_two_of_them_may_be_infinite()
    {
        Check(options => options.KeepAliveInterval = Timeout.InfiniteTimeSpan, null);
        Check(options => options.IdleTimeout = Timeout.InfiniteTimeSpan, null);
        Check(options => options.KeepAliveTimeout = Timeout.InfiniteTimeSpan, "KeepAliveTimeout is -00:00:00.0010000");
        Check(options => options.CloseTimeout = Timeout.InfiniteTimeSpan, "CloseTimeout is -00:00:00.0010000");
    }

    [Theory]
    [InlineData("chat v1", "Protocols has 'chat v1', which is no token")]
    [InlineData("", "Protocols has '', which is no token")]
    [InlineData("a", "Protocols has 'a' twice")]
    [InlineData("b", null)]
    public void Sub_protocols_are_different_tokens(string second, string? message) => Check(options => options.Protocols = ["a", second], message);

    [Fact]
    public void A_sub_protocol_cannot_be_demanded_where_there_is_none() => Check(
        options =>
        {
            options.Protocols = [];
            options.RequireProtocol = true;
        },
        "RequireProtocol would refuse everybody");

    [Theory]
    [InlineData("https://example.com", null)]
    [InlineData("example.com", "Origins has 'example.com'. It has no scheme, such as 'https://'.")]
    [InlineData("https://example.com/", "It ends with '/'; an origin has no path.")]
    public void Origins_are_origins(string origin, string? message) => Check(options => options.Origins = [origin], message);

    [Fact]
    public void Enums_have_their_values()
    {
        Check(options => options.Compression = (EndpointCompression)7, "Compression is 7");
        Check(
            options =>
            {
                options.Protocols = ["a"];
                options.ProtocolPreference = (ProtocolPreference)7;
            },
            "ProtocolPreference is 7");
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once() => Check(
        options =>
        {
            options.MaxMessageSize = 0;
            options.IdleTimeout = TimeSpan.Zero;
        },
        "WebSocketHandlerOptions.MaxMessageSize is 0; it must be 1 to 2147483591 bytes. WebSocketHandlerOptions.IdleTimeout is 00:00:00;");

    private static void Check(Action<WebSocketHandlerOptions> configure, string? message)
    {
        var error = Record.Exception(() => new ServiceCollection().AddWebSocketHandler("/chat", (_, _) => default, configure));
        if (message is null)
        {
            Assert.Null(error);
        }
        else
        {
            Assert.Contains(message, Assert.IsType<ArgumentException>(error).Message, StringComparison.Ordinal);
        }
    }
}
