using Endpoints.Generated;
using Endpoints.Routing;

namespace Endpoints.Dispatch.Handlers;

/// <summary>The routes that a host has by code, beside the tables that builds have emitted.</summary>
internal sealed class HandlerTable : EndpointTable
{
    private readonly RouteMatcher _matcher;

    /// <param name="routes">The routes.</param>
    /// <param name="services">The services of the application.</param>
    public HandlerTable(IEnumerable<HandlerRoute> routes, IServiceProvider services)
    {
        HandlerRoute[] all = [.. routes];
        Endpoints = [.. all.Select(route => route.Describe(services))];
        _matcher = new RouteMatcher(all.Select(route => (route.Template, route.Options.Order)));
    }

    public override IReadOnlyList<EndpointDescriptor> Endpoints { get; }

    public override bool TryMatch(ReadOnlySpan<byte> path, out RouteMatch match) => TryMatch(path, EndpointSelection.All, out match);

    public override bool TryMatch(ReadOnlySpan<byte> path, EndpointSelection selection, out RouteMatch match)
    {
        match = new RouteMatch(selection);
        return _matcher.TryMatch(path, ref match);
    }
}
