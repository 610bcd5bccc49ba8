using Endpoints.Integration.Tests.Behavior;
using Endpoints.Integration.Tests.Doors;
using Endpoints.TestKit.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.AspNetCore;

/// <summary>The class's other attributes take part in the pipeline as those of any ASP.NET Core endpoint do.</summary>
public sealed class EndpointMetadataTests
{
    private static Task<AspNetCoreDoor> StartAsync() => AspNetCoreDoor.StartAsync(
        addServices: services =>
        {
            services.AddSingleton(new Journal());
            HeaderAuthentication.AddTo(services);
            services.AddAuthorization();
            services.AddRateLimiter(limiter => limiter.AddFixedWindowLimiter("strict", window =>
            {
                window.PermitLimit = 2;
                window.Window = TimeSpan.FromHours(1);
            }));
        },
        use: app => app.UseRateLimiter());

    [Fact]
    public async Task Authorization_and_rate_limits_are_enforced_before_the_upgrade()
    {
        await using var door = await StartAsync();

        await using var nobody = new RawPeer(await door.ConnectAsync());
        Assert.Equal(401, (await nobody.ExchangeAsync(RawPeer.Request("/secured"))).Status);
        await using var guest = new RawPeer(await door.ConnectAsync());
        Assert.Equal(403, (await guest.ExchangeAsync(RawPeer.Request("/secured", "X-User: guest"))).Status);

        await using var admin = new RawPeer(await door.ConnectAsync());
        await admin.OpenAsync("/secured", "X-User: admin");
        Assert.Equal("admin", await admin.ReadTextAsync());

        await using var second = new RawPeer(await door.ConnectAsync());
        await second.OpenAsync("/secured", "X-User: admin");
        await using var third = new RawPeer(await door.ConnectAsync());
        Assert.Equal(503, (await third.ExchangeAsync(RawPeer.Request("/secured", "X-User: admin"))).Status);
    }

    [Fact]
    public async Task Endpoints_carry_their_attributes_order_and_name()
    {
        await using var door = await StartAsync();

        var endpoint = door.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .OfType<Microsoft.AspNetCore.Routing.RouteEndpoint>().Single(route => route.RoutePattern.RawText == "/secured");

        Assert.Equal(3, endpoint.Order);
        Assert.Equal("admin", endpoint.Metadata.GetRequiredMetadata<AuthorizeAttribute>().Roles);
        Assert.Equal("strict", endpoint.Metadata.GetRequiredMetadata<EnableRateLimitingAttribute>().PolicyName);
        Assert.NotNull(endpoint.Metadata.GetMetadata<DisableRequestTimeoutAttribute>());
        Assert.Equal(["GET", "CONNECT"], endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods);
        Assert.Contains("SecuredEndpoint", endpoint.DisplayName, StringComparison.Ordinal);
    }
}
