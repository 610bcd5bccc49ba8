using System.Text;
using Endpoints.Protocol;

namespace Endpoints.Runtime.Tests.Protocol;

public class ProtocolViolationTests
{
    [Fact]
    public void Default_is_no_violation()
    {
        ProtocolViolation none = default;

        Assert.False(none.IsViolation);
        Assert.Equal(0, none.CloseCode);
        Assert.Equal("", none.Section);
        Assert.Equal("", none.Description);
        Assert.Equal("", none.ToString());
    }

    [Fact]
    public void Every_rule_can_be_answered_with_a_close_frame()
    {
        ProtocolViolation[] all = [.. Enum.GetValues<ProtocolRule>().Select(rule => new ProtocolViolation(rule)).Where(v => v.IsViolation)];
        Assert.Equal(Enum.GetValues<ProtocolRule>().Length - 1, all.Length);

        Assert.NotEmpty(all);
        Assert.All(all, violation =>
        {
            Assert.True(violation.IsViolation);
            Assert.True(CloseCode.IsSendable(violation.CloseCode));
            Assert.Matches(@"^RFC (6455|7692) section \d+\.\d+(\.\d+)?$", violation.Section);
            Assert.InRange(Encoding.UTF8.GetByteCount(violation.Description), 1, ClosePayload.MaxReasonLength);
        });
        Assert.Equal(all.Length, all.Select(violation => violation.Description).Distinct().Count());
    }

    [Theory]
    [InlineData((int)ProtocolRule.ReservedBitSet, 1002)]
    [InlineData((int)ProtocolRule.CloseCodeInvalid, 1002)]
    [InlineData((int)ProtocolRule.TextNotUtf8, 1007)]
    [InlineData((int)ProtocolRule.CloseReasonNotUtf8, 1007)]
    [InlineData((int)ProtocolRule.CompressedDataInvalid, 1007)]
    [InlineData((int)ProtocolRule.FrameTooLarge, 1009)]
    [InlineData((int)ProtocolRule.MessageTooLarge, 1009)]
    [InlineData((int)ProtocolRule.SessionMemoryExceeded, 1009)]
    [InlineData((int)ProtocolRule.HostMemoryExceeded, 1013)]
    public void The_close_code_is_that_of_section_7_4_1(int rule, int closeCode)
    {
        Assert.Equal(closeCode, new ProtocolViolation((ProtocolRule)rule).CloseCode);
    }
}
