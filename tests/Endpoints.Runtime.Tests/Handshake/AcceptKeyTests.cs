using System.Text;
using Endpoints.Handshake;

namespace Endpoints.Runtime.Tests.Handshake;

public sealed class AcceptKeyTests
{
    [Theory]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")] // RFC 6455 section 1.3
    [InlineData("Uc9l9TMkWGbHFD2qnFHltg==", "1qVdfYHU9hPOl4JYYNXF623Gzn0=")]
    public void The_accept_key_is_the_hash_of_key_and_GUID(string key, string expected)
    {
        var destination = new byte[AcceptKey.Length];
        AcceptKey.Compute(Encoding.ASCII.GetBytes(key), destination);
        Assert.Equal(expected, Encoding.ASCII.GetString(destination));
    }

    [Theory]
    [InlineData(23, 28)]
    [InlineData(25, 28)]
    [InlineData(24, 27)]
    public void A_key_or_a_destination_of_another_length_is_the_callers_error(int keyLength, int destinationLength) =>
        Assert.Throws<ArgumentException>(() => AcceptKey.Compute(new byte[keyLength], new byte[destinationLength]));

    [Fact]
    public void A_longer_destination_is_written_to_its_first_28_bytes_only()
    {
        var destination = new byte[30];
        AcceptKey.Compute("dGhlIHNhbXBsZSBub25jZQ=="u8, destination);
        Assert.Equal("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\0\0", Encoding.ASCII.GetString(destination));
    }
}
