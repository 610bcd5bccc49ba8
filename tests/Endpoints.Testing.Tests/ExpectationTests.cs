using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Testing.Tests;

/// <summary>What a test is told when something else happens than it expects.</summary>
public sealed class ExpectationTests
{
    [Fact]
    public async Task Another_message_is_shown()
    {
        await using var host = Start();
        await using var peer = await host.ConnectAsync("/raw");
        await peer.SendAsync("hello");

        var failure = await Assert.ThrowsAsync<WebSocketExpectationException>(() => peer.ExpectTextAsync("goodbye"));

        Assert.Equal("Expected the text 'goodbye', but the text 'hello' came.", failure.Message);
    }

    [Fact]
    public async Task An_exception_of_the_endpoint_is_shown_and_is_the_cause()
    {
        await using var host = Start();
        await using var peer = await host.ConnectAsync("/raw");
        await peer.SendAsync("throw");

        var failure = await Assert.ThrowsAsync<WebSocketExpectationException>(() => peer.ExpectTextAsync());

        Assert.Contains("a close frame with 1011", failure.Message, StringComparison.Ordinal);
        Assert.Contains("The endpoint threw InvalidOperationException: This is the reason.", failure.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(failure.InnerException);
        Assert.Same(failure.InnerException, Assert.Single(host.UnhandledExceptions));
    }

    [Fact]
    public async Task A_constructor_that_cannot_be_served_is_shown()
    {
        await using var host = WebSocketTestHost.For<TalkEndpoint>();

        var refused = await Assert.ThrowsAsync<HandshakeRefusedException>(() => host.ConnectAsync("/talk/ada"));

        Assert.Equal(500, refused.Status);
        Assert.Contains(nameof(Journal), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_ends_with_the_patience()
    {
        await using var host = Start(TimeSpan.FromMilliseconds(1));
        await using var peer = await UntilConnectedAsync(host);

        var failure = await Assert.ThrowsAsync<WebSocketExpectationException>(() => peer.ExpectBinaryAsync());

        Assert.Contains("Expected a binary message, but nothing came within 00:00:00.0010000. The host's clock stands still", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Something_where_nothing_is_expected_is_shown()
    {
        await using var host = Start();
        await using var peer = await host.ConnectAsync("/raw");
        await peer.SendAsync("hello");

        var failure = await Assert.ThrowsAsync<WebSocketExpectationException>(() => peer.ExpectNothingAsync());

        Assert.Contains("Expected nothing more, but the text 'hello' came.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_type_of_message_is_shown_as_it_is()
    {
        await using var host = Start();
        await using var peer = await host.ConnectAsync("/talk/ada");
        await peer.SendAsync(new Ask("nothing"));

        var failure = await Assert.ThrowsAsync<WebSocketExpectationException>(() => peer.ExpectAsync<Answer>());

        Assert.Contains("type Answer, but the text '{\"type\":\"refusal\",\"Why\":\"no\"}' came", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_without_a_context_says_what_to_set()
    {
        await using var host = WebSocketTestHost.For<RawEndpoint>();
        await using var peer = await host.ConnectAsync("/raw");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => peer.SendAsync(new Ask("x")));

        Assert.Contains("WebSocketTestHostOptions.Json", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_assembly_without_endpoints_says_so() =>
        Assert.Contains(
            "has no endpoints",
            Assert.Throws<InvalidOperationException>(() => WebSocketTestHost.For<FactAttribute>()).Message,
            StringComparison.Ordinal);

    [Fact]
    public async Task Line_breaks_and_paths_without_slash_are_refused()
    {
        await using var host = Start();

        await Assert.ThrowsAsync<ArgumentException>(() => host.ConnectAsync("raw"));
        await Assert.ThrowsAsync<ArgumentException>(() => host.ConnectAsync("/raw", request => request.AddHeader("X", "a\r\nY: b")));
    }

    private static WebSocketTestHost Start(TimeSpan? patience = null) => WebSocketTestHost.For<TalkEndpoint>(options =>
    {
        options.Services.AddSingleton<Journal>();
        options.Json = TalkJson.Default;
        options.Patience = patience ?? TimeSpan.FromSeconds(60);
    });

    /// <summary>The patience of the test is so short that the handshake itself may exceed it.</summary>
    private static async Task<WebSocketTestPeer> UntilConnectedAsync(WebSocketTestHost host)
    {
        while (true)
        {
            try
            {
                return await host.ConnectAsync("/raw");
            }
            catch (WebSocketExpectationException)
            {
            }
        }
    }
}
