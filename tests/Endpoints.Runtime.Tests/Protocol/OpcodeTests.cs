using Endpoints.Protocol;

namespace Endpoints.Runtime.Tests.Protocol;

public class OpcodeTests
{
    [Theory]
    [InlineData(0x0, false, false)]
    [InlineData(0x1, false, false)]
    [InlineData(0x2, false, false)]
    [InlineData(0x3, false, true)]
    [InlineData(0x7, false, true)]
    [InlineData(0x8, true, false)]
    [InlineData(0x9, true, false)]
    [InlineData(0xA, true, false)]
    [InlineData(0xB, true, true)]
    [InlineData(0xF, true, true)]
    public void The_four_bits_say_whether_it_is_control_and_whether_it_is_reserved(byte bits, bool isControl, bool isReserved)
    {
        Assert.Equal(isControl, ((Opcode)bits).IsControl);
        Assert.Equal(isReserved, ((Opcode)bits).IsReserved);
    }
}
