using Endpoints.Connections;
using Endpoints.Generated;
using Endpoints.Options;

namespace Endpoints.Runtime.Tests.Options;

public sealed class WebSocketCompressionOptionsTests
{
    private static string[] Failures(Action<WebSocketCompressionOptions> configure)
    {
        var options = new WebSocketEndpointOptions { Compression = new() };
        configure(options.Compression);
        return [.. new WebSocketEndpointOptionsValidator().Validate(null, options).Failures ?? []];
    }

    [Fact]
    public void The_defaults_are_valid_and_off()
    {
        Assert.Null(new WebSocketEndpointOptions().Compression);
        Assert.Empty(Failures(_ => { }));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 1)]
    [InlineData(int.MaxValue, 1)]
    public void The_threshold_is_a_length(int threshold, int failures) =>
        Assert.Equal(failures, Failures(options => options.Threshold = threshold).Length);

    [Theory]
    [InlineData(9, 0)]
    [InlineData(15, 0)]
    [InlineData(8, 1)]
    [InlineData(16, 1)]
    public void Windows_are_those_of_zlib(int bits, int failures)
    {
        Assert.Equal(failures, Failures(options => options.ServerMaxWindowBits = bits).Length);
        var messages = Failures(options => options.ClientMaxWindowBits = bits);
        Assert.Equal(failures, messages.Length);
        Assert.All(
            messages,
            message => Assert.Equal($"WebSocketEndpointOptions.Compression.ClientMaxWindowBits is {bits}; it must be 9 to 15.", message));
    }

    [Theory]
    [InlineData(false, null, false)]
    [InlineData(false, true, true)]
    [InlineData(true, null, true)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    public void An_endpoint_decides_before_the_application(bool application, bool? endpoint, bool isOn)
    {
        var options = new WebSocketEndpointOptions { Compression = application ? new() { Threshold = 7 } : null };

        var compression = ConnectionLimits.Resolve(options, new EndpointSettings { Compression = endpoint }).Compression;

        Assert.Equal(isOn, compression is not null);
        if (compression is not null)
        {
            Assert.Equal(application ? 7 : 256, compression.Threshold);
        }
    }

    [Fact]
    public void The_options_become_the_policy()
    {
        var options = new WebSocketEndpointOptions
        {
            Compression = new() { ServerContextTakeover = true, ServerMaxWindowBits = 10, ClientMaxWindowBits = 11 },
        };

        var policy = ConnectionLimits.Resolve(options, null).Compression!.Policy;

        Assert.False(policy.ServerNoContextTakeover);
        Assert.True(policy.ClientNoContextTakeover);
        Assert.Equal((10, 11, 9), (policy.ServerMaxWindowBits, policy.ClientMaxWindowBits, policy.MinDeflateWindowBits));
    }
}
