namespace Endpoints.Runtime.Tests.Surface;

public class CloseStatusTests
{
    public static TheoryData<CloseStatus, int, bool> Constants => new()
    {
        { CloseStatus.Normal, 1000, true },
        { CloseStatus.GoingAway, 1001, true },
        { CloseStatus.ProtocolError, 1002, true },
        { CloseStatus.UnsupportedData, 1003, true },
        { CloseStatus.NoStatusReceived, 1005, false },
        { CloseStatus.AbnormalClosure, 1006, false },
        { CloseStatus.InvalidPayload, 1007, true },
        { CloseStatus.PolicyViolation, 1008, true },
        { CloseStatus.MessageTooBig, 1009, true },
        { CloseStatus.MandatoryExtension, 1010, true },
        { CloseStatus.InternalError, 1011, true },
        { CloseStatus.ServiceRestart, 1012, true },
        { CloseStatus.TryAgainLater, 1013, true },
        { CloseStatus.TlsHandshakeFailed, 1015, false },
    };

    [Theory]
    [MemberData(nameof(Constants))]
    public void Each_constant_has_its_code(CloseStatus status, int code, bool isSendable)
    {
        Assert.Equal((code, "", isSendable), (status.Code, status.Reason, status.IsSendable));
        Assert.Equal($"{code}", status.ToString());
    }

    [Theory]
    [InlineData(3000)]
    [InlineData(4500)]
    [InlineData(4999)]
    public void Codes_of_applications_may_be_sent(int code) => Assert.True(new CloseStatus(code).IsSendable);

    [Fact]
    public void A_reason_is_added_to_a_code()
    {
        var status = CloseStatus.TryAgainLater.WithReason("full");

        Assert.Equal(new CloseStatus(1013, "full"), status);
        Assert.Equal("1013 full", status.ToString());
    }

    [Fact]
    public void Two_are_equal_by_code_and_reason()
    {
        Assert.Equal(CloseStatus.Normal, new CloseStatus(1000));
        Assert.NotEqual(CloseStatus.Normal, CloseStatus.Normal.WithReason("done"));
        Assert.NotEqual(CloseStatus.Normal, CloseStatus.GoingAway);
    }
}
