using Endpoints.Generated;
using Endpoints.Integration.Tests.Behavior;
using Endpoints.Integration.Tests.Doors;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Endpoints.Integration.Tests.AspNetCore;

/// <summary>Conditions of endpoints, decided by the application's own environment and configuration.</summary>
public sealed class ConditionTests
{
    [Fact]
    public async Task A_feature_that_is_on_brings_its_endpoint()
    {
        await using var door = await StartAsync(builder => builder.Configuration["Features:NewFlag"] = "true");
        await using var peer = new RawPeer(await door.ConnectAsync());
        await peer.OpenAsync("/flag");

        await peer.SendAsync(FrameBuilder.Text("x"));

        Assert.Equal("new x", await peer.ReadTextAsync());
    }

    [Theory]
    [InlineData("Development", true)]
    [InlineData("development", true)]
    [InlineData("Production", false)]
    public async Task Only_endpoints_whose_conditions_hold_are_routes(string environment, bool expected)
    {
        await using var door = await StartAsync(
            builder => builder.Services.AddSingleton<IHostEnvironment>(new StagingEnvironment { EnvironmentName = environment }));
        var routes = door.Services.GetRequiredService<EndpointDataSource>().Endpoints.Select(e => e.Metadata.GetMetadata<EndpointDescriptor>()?.EndpointType);

        Assert.Equal(expected, routes.Contains(typeof(DevelopmentOnly)));
        Assert.Contains(typeof(OldFlag), routes);
        Assert.DoesNotContain(typeof(NewFlag), routes);
    }

    [Theory]
    [InlineData("Features:NewFlag", "maybe", "is \"maybe\"")]
    [InlineData("Features:NewFlag:EnabledFor:0:Name", "Percentage", "is a section")]
    public async Task A_feature_that_is_no_boolean_keeps_the_application_from_starting(string key, string value, string part)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(builder => builder.Configuration[key] = value));

        Assert.Contains("\"Features:NewFlag\" " + part, failure.Message, StringComparison.Ordinal);
        Assert.Contains("set it to true or false", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_without_environment_or_configuration_is_told_what_it_lacks()
    {
        var services = new ServiceCollection().BuildServiceProvider();

        Assert.Contains(nameof(IHostEnvironment), Failure(() => EndpointConditions.IsEnvironment(services, "Development")), StringComparison.Ordinal);
        Assert.Contains(nameof(IConfiguration), Failure(() => EndpointConditions.IsFeatureOn(services, "A")), StringComparison.Ordinal);

        static string Failure(Func<object> ask) => Assert.Throws<InvalidOperationException>(ask).Message;
    }

    private static Task<AspNetCoreDoor> StartAsync(Action<WebApplicationBuilder> build) => AspNetCoreDoor.StartAsync(build: build);
}
