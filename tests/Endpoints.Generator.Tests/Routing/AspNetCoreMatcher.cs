using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Generator.Tests.Routing;

/// <summary>ASP.NET Core's own router over a set of templates: the reference that emitted matchers are compared with.</summary>
internal sealed class AspNetCoreMatcher : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly RequestDelegate _pipeline;

    public AspNetCoreMatcher(IReadOnlyList<(string Pattern, int Order)> routes)
    {
        _services = new ServiceCollection()
            .AddLogging()
            .AddRouting()
            .AddSingleton(new DiagnosticListener("Microsoft.AspNetCore"))
            .BuildServiceProvider();
        var endpoints = routes.Select((route, index) =>
            new RouteEndpointBuilder(_ => Task.CompletedTask, RoutePatternFactory.Parse(route.Pattern), route.Order)
            {
                DisplayName = index.ToString(System.Globalization.CultureInfo.InvariantCulture),
            }.Build()).ToArray();
        var app = new ApplicationBuilder(_services);
        app.UseRouting();
        app.Run(_ => Task.CompletedTask);
        app.UseEndpoints(builder => builder.DataSources.Add(new DefaultEndpointDataSource(endpoints)));
        _pipeline = app.Build();
    }

    /// <summary>The index of the endpoint, -1 for none, null where ASP.NET Core finds several and throws; and the route values.</summary>
    public async Task<(int? Index, RouteValueDictionary Values)> MatchAsync(string path)
    {
        using var scope = _services.CreateScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.Request.Method = "GET";
        context.Request.Path = new PathString(path);
        try
        {
            await _pipeline(context);
        }
        catch (Exception exception) when (exception.GetType().Name == "AmbiguousMatchException")
        {
            return (null, []);
        }

        var index = context.GetEndpoint()?.DisplayName is { } name ? int.Parse(name, System.Globalization.CultureInfo.InvariantCulture) : -1;
        return (index, context.Request.RouteValues);
    }

    public void Dispose() => _services.Dispose();
}
