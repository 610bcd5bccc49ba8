using Endpoints.Protocol;
using Endpoints.TestKit.Frames;
using static Endpoints.Conformance.Tests.Rfc6455.Conversation;

namespace Endpoints.Conformance.Tests.Rfc6455;

/// <summary>Section 7.4: which codes a close frame may hold.</summary>
public class Section7_4_StatusCodes
{
    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(1002)]
    [InlineData(1003)]
    [InlineData(1007)]
    [InlineData(1008)]
    [InlineData(1009)]
    [InlineData(1010)]
    [InlineData(1011)]
    [InlineData(1012)]
    [InlineData(1013)]
    [InlineData(1014)]
    [InlineData(3000)]
    [InlineData(3999)]
    [InlineData(4000)]
    [InlineData(4999)]
    public void Codes_that_may_be_sent_are_read(int code)
    {
        Reads(FrameBuilder.Close(code), ReaderEvent.Close(code));
        Reads(FrameBuilder.Close(code, "why"), ReaderEvent.Close(code, "why"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(999)]
    [InlineData(1004)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1015)]
    [InlineData(1016)]
    [InlineData(1100)]
    [InlineData(1999)]
    [InlineData(2000)]
    [InlineData(2999)]
    [InlineData(5000)]
    [InlineData(65535)]
    public void Codes_that_must_not_be_sent_are_refused_with_1002(int code)
    {
        Violates(FrameBuilder.Close(code), ProtocolRule.CloseCodeInvalid);
        Violates(FrameBuilder.Close(code, "why"), ProtocolRule.CloseCodeInvalid);
        Assert.Equal(1002, new ProtocolViolation(ProtocolRule.CloseCodeInvalid).CloseCode);
    }
}
