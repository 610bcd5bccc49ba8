using System.Diagnostics.CodeAnalysis;
using Endpoints.Dispatch.Handlers;
using Endpoints.Generated;
using Endpoints.Grammar;
using Endpoints.Routing;

namespace Endpoints.Dispatch;

/// <summary>
/// All tables of a host as one. Each knows which of its endpoints comes first for a path; of those that several tables find, the one with the
/// least order and precedence is taken, as if all were in one table. Immutable, so safe to use from any thread.
/// </summary>
internal sealed class ServedTables
{
    private readonly Served[] _tables;

    /// <param name="tables">The tables.</param>
    /// <param name="services">The services of the application, for the endpoints' conditions.</param>
    /// <exception cref="InvalidOperationException">Two routes are the same, and one of them was mapped by code.</exception>
    public ServedTables(IEnumerable<EndpointTable> tables, IServiceProvider services)
    {
        _tables = [.. tables.Distinct().Select(table => new Served(table, table.Select(services)))];
        Endpoints = [.. _tables.SelectMany(served => served.Endpoints).Distinct()];
        RefuseDuplicates(Endpoints);
        if (_tables.Length > 1)
        {
            Rank();
        }
    }

    /// <summary>The endpoints whose conditions hold.</summary>
    public IReadOnlyList<EndpointDescriptor> Endpoints { get; }

    /// <summary>Whether a table has an endpoint, be it served or not.</summary>
    public bool Knows(Type endpointType) =>
        Array.Exists(_tables, served => served.Table.Endpoints.Any(endpoint => endpoint.EndpointType == endpointType));

    /// <summary>Finds the endpoint of a path. Allocates nothing.</summary>
    /// <param name="path">The path, percent-decoded, without query.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="match">Its route values.</param>
    public bool TryMatch(ReadOnlySpan<byte> path, [NotNullWhen(true)] out EndpointDescriptor? endpoint, out RouteMatch match)
    {
        if (_tables.Length > 1)
        {
            return TryMatchFirst(path, out endpoint, out match);
        }

        if (_tables.Length == 1 && _tables[0].Table.TryMatch(path, _tables[0].Selection, out match))
        {
            endpoint = _tables[0].Table.Endpoints[match.EndpointIndex];
            return true;
        }

        (endpoint, match) = (null, default);
        return false;
    }

    private bool TryMatchFirst(ReadOnlySpan<byte> path, [NotNullWhen(true)] out EndpointDescriptor? endpoint, out RouteMatch match)
    {
        (endpoint, match) = (null, default);
        var first = int.MaxValue;
        foreach (var served in _tables)
        {
            if (served.Table.TryMatch(path, served.Selection, out var found) && served.Ranks[found.EndpointIndex] < first)
            {
                first = served.Ranks[found.EndpointIndex];
                endpoint = served.Table.Endpoints[found.EndpointIndex];
                match = found;
            }
        }

        return endpoint is not null;
    }

    // The sort is stable: where neither comes first, that of the earlier table does.
    private void Rank()
    {
        var ordered = _tables
            .SelectMany(served => served.Table.Endpoints.Select((endpoint, index) => (served.Ranks, Index: index, Endpoint: endpoint)))
            .OrderBy(place => place.Endpoint.Order)
            .ThenBy(place => RoutePrecedence.Of(RouteTemplateParser.Parse(place.Endpoint.Pattern)));
        var rank = 0;
        foreach (var (ranks, index, _) in ordered)
        {
            ranks[index] = rank++;
        }
    }

    // Of classes, the build says it. ASP.NET Core would answer every request with 500.
    private static void RefuseDuplicates(IEnumerable<EndpointDescriptor> endpoints)
    {
        var same = endpoints
            .GroupBy(endpoint => (endpoint.Order, endpoint.Pattern.TrimEnd('/').ToUpperInvariant()))
            .FirstOrDefault(group => group.Skip(1).Any() && group.OfType<HandlerDescriptor>().Any());
        if (same is not null)
        {
            var names = string.Join(" and ", same.Select(endpoint => endpoint.EndpointType.Name));
            throw new InvalidOperationException(
                $"{names} have the same route, {same.First().Pattern}, and the same order, {same.Key.Order}. Give one of them another path or another Order.");
        }
    }

    /// <summary>A table as the host serves it.</summary>
    private sealed class Served(EndpointTable table, EndpointSelection selection)
    {
        public EndpointTable Table { get; } = table;

        /// <summary>Those of its endpoints whose conditions hold.</summary>
        public EndpointSelection Selection { get; } = selection;

        /// <summary>For each index, the place of the endpoint among those of all tables.</summary>
        public int[] Ranks { get; } = new int[table.Endpoints.Count];

        public IEnumerable<EndpointDescriptor> Endpoints => Table.Endpoints.Where((_, index) => Selection.Contains(index));
    }
}
