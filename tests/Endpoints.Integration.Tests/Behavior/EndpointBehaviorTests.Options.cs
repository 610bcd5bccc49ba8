using System.Collections.Concurrent;
using Endpoints.Integration.Tests.Transport;
using Endpoints.Options;
using Endpoints.Protocol;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Endpoints.Integration.Tests.Behavior;

public abstract partial class EndpointBehaviorTests
{
    private ConcurrentQueue<string> _log = [];

    private static void Configure(WebSocketEndpointOptions options)
    {
        options.CloseTimeout = TimeSpan.FromSeconds(2);
        options.ForPattern("/ruled/**", rule =>
        {
            rule.Origins.Add("https://*.ruled.example");
            rule.MaxFrameSize = 1500;
        });
        options.ForPattern("/traced/messages", rule => rule.TraceMessages = true);
        options.ForEndpoint<RuledEndpoint>(rule => (rule.MaxTextMessageSize, rule.MaxBinaryMessageSize) = (1000, 2000));
    }

    private void AddLog(IServiceCollection services)
    {
        var log = new LogCollector(LogLevel.Information);
        _log = log.Entries;
        services.AddLogging(logging => logging.AddProvider(log));
    }

    [Theory]
    [InlineData("/ruled/a", "https://a.ruled.example", 101)]
    [InlineData("/ruled/a", "http://localhost", 101)]
    [InlineData("/ruled/a", "https://ruled.example", 403)]
    [InlineData("/echo", "https://a.ruled.example", 403)]
    public async Task Rules_of_the_options_admit_origins_where_they_are_for(string path, string origin, int status)
    {
        await using var peer = await ConnectAsync();

        Assert.Equal(status, (await peer.ExchangeAsync(RawPeer.Request(path, $"Origin: {origin}"))).Status);
    }

    [Fact]
    public async Task An_origin_that_is_refused_is_in_the_log_with_the_rules_that_were_asked_and_not_in_the_response()
    {
        await using var peer = await ConnectAsync();

        var response = await peer.ExchangeAsync(RawPeer.Request("/ruled/a", "Origin: https://evil.example"));

        Assert.Equal(403, response.Status);
        var body = System.Text.Encoding.UTF8.GetString(await peer.ReadBytesAsync(int.Parse(response["Content-Length"]!, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.DoesNotContain("example", body, StringComparison.Ordinal);
        var line = Assert.Single(_log, entry => entry.Contains("https://evil.example", StringComparison.Ordinal));
        Assert.StartsWith("Endpoints.Handshake: The origin https://evil.example is not admitted at /ruled/{room}.", line, StringComparison.Ordinal);
        Assert.Contains("ForPattern(\"/ruled/**\").Origins (https://*.ruled.example)", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 1000)]
    [InlineData(false, 2000)]
    public async Task Text_and_binary_messages_have_limits_of_their_own(bool isText, int limit)
    {
        await using var peer = await OpenAsync("/ruled/a");
        var opcode = isText ? Opcode.Text : Opcode.Binary;
        byte[] message = [.. Enumerable.Repeat((byte)'a', limit)];
        await peer.SendAsync(FrameBuilder.Fragments(opcode, message, [limit / 2]));
        Assert.Equal(message, (await peer.ReadFrameAsync()).Payload);

        await peer.SendAsync(FrameBuilder.Fragments(opcode, [.. message, (byte)'a'], [limit / 2]));

        Assert.Equal(1009, await peer.ReadCloseAsync());
    }

    [Theory]
    [InlineData(true, 1000)]
    [InlineData(false, 1500)]
    public async Task The_limits_of_rules_hold_for_messages_in_one_frame(bool isText, int limit)
    {
        await using var peer = await OpenAsync("/ruled/a");
        byte[] message = [.. Enumerable.Repeat((byte)'a', limit)];
        await peer.SendAsync(Frame(isText, message));
        Assert.Equal(message, (await peer.ReadFrameAsync()).Payload);

        await peer.SendAsync(Frame(isText, [.. message, (byte)'a']));

        Assert.Equal(1009, await peer.ReadCloseAsync());
    }

    private static byte[] Frame(bool isText, byte[] payload) => FrameBuilder.Frame(isText ? Opcode.Text : Opcode.Binary, payload);
}
