using Endpoints.Transport.Linux.Hosting;

namespace Endpoints.Transport.Linux.Tests.Hosting;

public sealed class WebSocketListenerOptionsValidatorTests
{
    private static IEnumerable<string> FaultsOf(Action<WebSocketListenerOptions> change)
    {
        var options = new WebSocketListenerOptions();
        options.ListenLocalhost(0);
        change(options);
        return new WebSocketListenerOptionsValidator().Validate(null, options).Failures ?? [];
    }

    public static TheoryData<string, Action<WebSocketListenerOptions>> Right => new()
    {
        { "defaults", _ => { } },
        { "loops, least", options => options.LoopCount = 1 },
        { "loops, most", options => options.LoopCount = 1024 },
        { "backlog", options => options.Backlog = 1 },
        { "connections", options => options.MaxConnections = 1 },
        { "health", options => options.HealthPath = "/" },
        { "size, least", options => options.ReceiveBufferSize = 4096 },
        { "size, most", options => options.ReceiveBufferSize = 1024 * 1024 },
        { "buffers, least", options => options.MinReceiveBuffers = options.MaxReceiveBuffers = 1 },
        { "buffers, most", options => options.MinReceiveBuffers = options.MaxReceiveBuffers = 32 * 1024 },
        { "path, longest", options => options.ListenUnixSocket(new string('a', 107)) },
    };

    public static TheoryData<string, Action<WebSocketListenerOptions>> Wrong => new()
    {
        { "nothing to listen on", options => options.EndPoints.Clear() },
        { "LoopCount is 0", options => options.LoopCount = 0 },
        { "LoopCount is 1025", options => options.LoopCount = 1025 },
        { "Backlog is 0", options => options.Backlog = 0 },
        { "MaxConnections is 0", options => options.MaxConnections = 0 },
        { "HealthPath is 'healthz'", options => options.HealthPath = "healthz" },
        { "ReceiveBufferSize is 4095", options => options.ReceiveBufferSize = 4095 },
        { "ReceiveBufferSize is 1048577", options => options.ReceiveBufferSize = (1024 * 1024) + 1 },
        { "are 0 and 1024", options => options.MinReceiveBuffers = 0 },
        { "are 3 and 1024", options => options.MinReceiveBuffers = 3 },
        { "are 64 and 65536", options => options.MaxReceiveBuffers = 64 * 1024 },
        { "are 64 and 32", options => options.MaxReceiveBuffers = 32 },
    };

    [Theory]
    [MemberData(nameof(Right))]
    public void What_is_within_the_limits_passes(string what, Action<WebSocketListenerOptions> change) =>
        Assert.True(!FaultsOf(change).Any(), what);

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_one_past_a_limit_is_named(string what, Action<WebSocketListenerOptions> change) =>
        Assert.Contains(what, Assert.Single(FaultsOf(change)), StringComparison.Ordinal);

    [Fact]
    public void All_faults_are_said_at_once() => Assert.Equal(2, FaultsOf(options => options.LoopCount = options.Backlog = 0).Count());
}
