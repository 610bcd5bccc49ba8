using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Endpoints.Integration.Tests.Benchmarks;

/// <summary>Servers that answer wrongly are found out, each by its mistake. The message is the text <c>hello</c>.</summary>
public sealed class VerificationTests
{
    /// <summary>The answer that RFC 6455 section 1.3 gives for the key that it sends.</summary>
    private const string Accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private const int SentFrame = 2 + 4 + 5;

    private static readonly byte[] Right = [0x81, 5, .. "hello"u8];

    [Theory]
    [InlineData(Accept, new byte[] { 0x81, 5, 0x48, 0x65, 0x6c, 0x6c, 0x6f }, "Another payload")]
    [InlineData(Accept, new byte[] { 0x82, 5, 0x68, 0x65, 0x6c, 0x6c, 0x6f }, "opcode 2 came back where 1 was due")]
    [InlineData(Accept, new byte[] { 0x81, 4, 0x68, 0x65, 0x6c, 0x6c }, "A message of 4 bytes")]
    [InlineData(Accept, new byte[] { 0x81, 6, 0x68, 0x65, 0x6c, 0x6c, 0x6f, 0x21 }, "A message of 6 bytes")]
    [InlineData(Accept, new byte[] { 0xc1, 5, 0x68, 0x65, 0x6c, 0x6c, 0x6f }, "reserved bit")]
    [InlineData(Accept, new byte[] { 0x81, 0x85, 0, 0, 0, 0, 0x68, 0x65, 0x6c, 0x6c, 0x6f }, "masked")]
    [InlineData(Accept, new byte[] { 0x88, 2, 0x03, 0xe9 }, "closed a connection")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAA=", new byte[0], "Sec-WebSocket-Accept")]
    public async Task A_mistake_of_the_server_is_named(string accept, byte[] reply, string expected)
    {
        var (code, output) = await RunAgainstAsync(accept, first: reply, later: reply);

        Assert.Equal(1, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_after_the_first_echo_is_found_as_well()
    {
        var (code, output) = await RunAgainstAsync(Accept, first: Right, later: [0x81, 5, .. "jello"u8]);

        Assert.Equal(1, code);
        Assert.Contains("Another payload", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fragments_and_pongs_are_a_server_s_right()
    {
        byte[] pieces = [0x01, 2, .. "he"u8, 0x8a, 1, 0x21, 0x00, 0, 0x80, 3, .. "llo"u8];
        var (code, output) = await RunAgainstAsync(Accept, first: pieces, later: pieces);

        Assert.True(code == 0, output);
    }

    private static async Task<(int Code, string Output)> RunAgainstAsync(string accept, byte[] first, byte[] later)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = ServeOneAsync(listener, accept, first, later);
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var result = await GeneratorProgram.RunAsync(port, "echo", "--payload-hello", "--connections", "1", "--warmup", "0", "--seconds", "0.1");

        await server;
        return result;
    }

    private static async Task ServeOneAsync(TcpListener listener, string accept, byte[] first, byte[] later)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        try
        {
            await ReadHeadAsync(stream);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"));
            var frame = new byte[SentFrame];
            for (var reply = first; ; reply = later)
            {
                await stream.ReadExactlyAsync(frame);
                await stream.WriteAsync(reply);
            }
        }
        catch (IOException)
        {
            // The generator has ended; its closing frame is shorter than a message.
        }
    }

    private static async Task ReadHeadAsync(NetworkStream stream)
    {
        var head = "";
        var one = new byte[1];
        while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one);
            head += (char)one[0];
        }
    }
}
