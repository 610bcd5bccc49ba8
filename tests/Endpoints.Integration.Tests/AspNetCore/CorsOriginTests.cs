using System.Collections.Concurrent;
using Endpoints.AspNetCore.Kestrel;
using Endpoints.Dispatch;
using Endpoints.Integration.Tests.Behavior;
using Endpoints.Integration.Tests.Doors;
using Endpoints.Integration.Tests.Transport;
using Endpoints.Options;
using Endpoints.TestKit.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Endpoints.Integration.Tests.AspNetCore;

/// <summary>What CORS policies of ASP.NET Core admit is admitted, besides what endpoints and rules do.</summary>
public sealed class CorsOriginTests
{
    private ConcurrentQueue<string> _log = [];

    private Task<AspNetCoreDoor> StartAsync(
        Action<WebSocketEndpointOptions>? configure = null,
        Action<IEndpointConventionBuilder>? conventions = null,
        bool onConnections = false,
        bool addCors = true)
    {
        var log = new LogCollector(LogLevel.Information);
        _log = log.Entries;
        return AspNetCoreDoor.StartAsync(
            configure,
            services =>
            {
                services.AddSingleton(new Journal());
                services.AddLogging(logging => logging.AddProvider(log));
                if (addCors)
                {
                    services.AddCors(cors =>
                    {
                        cors.AddPolicy("partners", policy => policy.WithOrigins("https://partner.example"));
                        cors.AddPolicy("anybody", policy => policy.AllowAnyOrigin());
                        cors.AddPolicy("family", policy => policy.WithOrigins("https://*.family.example").SetIsOriginAllowedToAllowWildcardSubdomains());
                        cors.AddDefaultPolicy(policy => policy.WithOrigins("https://default.example"));
                    });
                }
            },
            use: app =>
            {
                if (addCors)
                {
                    app.UseCors();
                }
            },
            listen: listen =>
            {
                if (onConnections)
                {
                    listen.UseWebSocketEndpoints();
                }
            },
            conventions: conventions);
    }

    private static async Task<int> AskAsync(AspNetCoreDoor door, string path, params string[] origins)
    {
        await using var peer = new RawPeer(await door.ConnectAsync());
        return (await peer.ExchangeAsync(RawPeer.Request(path, [.. origins.Select(origin => $"Origin: {origin}")]))).Status;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_policy_of_an_attribute_admits_its_origins_at_both_doors(bool onConnections)
    {
        await using var door = await StartAsync(onConnections: onConnections);

        Assert.Equal(101, await AskAsync(door, "/cors/partners", "https://partner.example"));
        Assert.Equal(101, await AskAsync(door, "/cors/partners", "http://localhost"));
        Assert.Equal(101, await AskAsync(door, "/cors/partners"));
        Assert.Equal(403, await AskAsync(door, "/cors/partners", "https://default.example"));
        Assert.Equal(403, await AskAsync(door, "/cors/partners", "https://partner.example", "https://evil.example"));
        Assert.Equal(101, await AskAsync(door, "/cors/default", "https://default.example"));
        Assert.Equal(403, await AskAsync(door, "/cors/default", "https://partner.example"));
        Assert.Equal(403, await AskAsync(door, "/cors/plain", "https://partner.example"));
    }

    [Fact]
    public async Task A_policy_that_was_required_at_the_mapping_admits_its_origins()
    {
        await using var door = await StartAsync(conventions: endpoints => endpoints.RequireCors(policy => policy.WithOrigins("https://mapped.example")));

        Assert.Equal(101, await AskAsync(door, "/cors/plain", "https://mapped.example"));
        Assert.Equal(101, await AskAsync(door, "/cors/plain", "https://listed.example"));
        Assert.Equal(403, await AskAsync(door, "/cors/plain", "https://partner.example"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rules_name_policies_by_pattern_and_by_endpoint_and_all_of_them_count(bool onConnections)
    {
        await using var door = await StartAsync(
            options =>
            {
                options.ForPattern("/cors/**", rule => rule.CorsPolicy = "partners");
                options.ForEndpoint<PlainEndpoint>(rule => rule.CorsPolicy = "family");
                options.Origins.Add("https://server.example");
            },
            onConnections: onConnections);

        foreach (var origin in (string[])["https://partner.example", "https://a.family.example", "https://listed.example", "https://server.example"])
        {
            Assert.Equal(101, await AskAsync(door, "/cors/plain", origin));
        }

        Assert.Equal(403, await AskAsync(door, "/cors/plain", "https://family.example"));
        Assert.Equal(403, await AskAsync(door, "/echo", "https://partner.example"));
        Assert.Equal(101, await AskAsync(door, "/echo", "https://server.example"));
        if (onConnections)
        {
            var (_, reason) = Assert.Single(
                new ServedRoutes(door.Services.GetRequiredService<EndpointServer>(), door.Services).Left, left => left.Pattern == "/cors/plain");
            Assert.Equal("the options name the CORS policy family for it", reason);
        }
    }

    [Fact]
    public async Task Where_policies_are_switched_off_none_is_asked()
    {
        await using var door = await StartAsync(options => options.ForPattern("/cors/*", rule => rule.CorsPolicy = "anybody"));

        Assert.Equal(403, await AskAsync(door, "/cors/none", "https://anybody.example"));
        Assert.Equal(101, await AskAsync(door, "/cors/none", "https://listed.example"));
        Assert.Equal(101, await AskAsync(door, "/cors/plain", "https://anybody.example"));
    }

    [Fact]
    public async Task A_refused_origin_is_logged_with_the_policies_that_were_asked()
    {
        await using var door = await StartAsync(options => options.ForPattern("/cors/*", rule => rule.CorsPolicy = "family"));

        Assert.Equal(403, await AskAsync(door, "/cors/partners", "https://evil.example"));

        var line = Assert.Single(_log, entry => entry.Contains("The origin https://evil.example is not admitted", StringComparison.Ordinal));
        Assert.Contains(
            "ForPattern(\"/cors/*\").CorsPolicy (family); the CORS policy partners; the CORS policy family.", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_does_not_exist_stops_the_start()
    {
        var unknown = await Assert.ThrowsAsync<OptionsValidationException>(
            () => StartAsync(options => options.ForEndpoint<PlainEndpoint>(rule => rule.CorsPolicy = "parnters")));
        Assert.Equal(
            ["WebSocketEndpointOptions.ForEndpoint<PlainEndpoint>().CorsPolicy is parnters, which is no CORS policy of the application."], unknown.Failures);

        var none = await Assert.ThrowsAsync<OptionsValidationException>(
            () => StartAsync(options => options.ForPattern("/**", rule => rule.CorsPolicy = "partners"), addCors: false));
        Assert.Equal(
            ["WebSocketEndpointOptions.ForPattern(\"/**\").CorsPolicy is partners, and there are no CORS policies: call builder.Services.AddCors()."],
            none.Failures);
    }
}
