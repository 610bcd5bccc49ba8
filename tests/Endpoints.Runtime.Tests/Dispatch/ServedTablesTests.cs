using System.Text;
using Endpoints.Dispatch;
using Endpoints.Generated;
using Endpoints.Handshake;
using Endpoints.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Runtime.Tests.Dispatch;

/// <summary>Which endpoint comes first, be it in whatever table.</summary>
public sealed class ServedTablesTests
{
    private static readonly ServiceProvider Nothing = new ServiceCollection().BuildServiceProvider();

    [Theory]
    [InlineData("/rooms/1", "/rooms/{id}", 0, "/rooms/{id}", -1, 1)] // the lower order, though it is in the later table
    [InlineData("/rooms/1", "/rooms/{id}", -1, "/rooms/{id}", 0, 0)]
    [InlineData("/rooms/1", "/{a}/{b}", 0, "/rooms/{id}", 0, 1)] // one order: the closer template
    [InlineData("/rooms/1", "/rooms/{id:int}", 0, "/rooms/{id}", 0, 0)]
    [InlineData("/rooms/1", "/{a}/{b}", -1, "/rooms/1", 0, 0)] // the order goes before precedence
    [InlineData("/rooms/1", "/rooms/{a}", 0, "/rooms/{b}", 0, 0)] // neither: the earlier table
    [InlineData("/rooms/x", "/rooms/{id:int}", -5, "/rooms/{id}", 0, 1)] // only the second matches
    [InlineData("/other", "/rooms/{id:int}", -5, "/rooms/{id}", 0, -1)]
    public void Order_and_precedence_hold_across_tables(string path, string first, int firstOrder, string second, int secondOrder, int expected)
    {
        OneRoute[] routes = [new(first, firstOrder), new(second, secondOrder)];
        var tables = new ServedTables(routes, Nothing);
        var bytes = Encoding.UTF8.GetBytes(path);

        Assert.Equal(expected >= 0, tables.TryMatch(bytes, out var endpoint, out var match));
        Assert.Same(expected >= 0 ? routes[expected].Endpoints[0] : null, endpoint);
        if (endpoint?.ParameterNames.Count > 0)
        {
            Assert.Equal(path.Split('/')[^1], Encoding.UTF8.GetString(match.GetValue(bytes, endpoint.ParameterNames.Count - 1)));
        }
    }

    [Fact]
    public void Handlers_by_code_and_emitted_tables_are_compared_too()
    {
        using var services = new ServiceCollection()
            .AddWebSocketHandler("/rooms/{id}", (_, _) => default, options => options.Order = -1)
            .AddWebSocketHandler("/rooms/new", (_, _) => default)
            .BuildServiceProvider();
        var emitted = new OneRoute("/rooms/{id:int}", 0);
        var tables = new ServedTables([emitted, .. services.GetServices<EndpointTable>()], services);

        Assert.True(tables.TryMatch("/rooms/5"u8, out var endpoint, out _));
        Assert.Equal(("/rooms/{id}", -1), (endpoint.Pattern, endpoint.Order));
        Assert.Equal(3, tables.Endpoints.Count);
    }

    [Fact]
    public void Matching_in_several_tables_allocates_nothing()
    {
        var tables = new ServedTables([new OneRoute("/rooms/{id}", 0), new OneRoute("/rooms/{id:int}", 0)], Nothing);
        tables.TryMatch("/rooms/5"u8, out _, out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            tables.TryMatch("/rooms/5"u8, out _, out _);
            tables.TryMatch("/rooms/x"u8, out _, out _);
            tables.TryMatch("/other"u8, out _, out _);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_host_without_tables_finds_nothing() => Assert.False(new ServedTables([], Nothing).TryMatch("/"u8, out _, out _));

    [Fact]
    public void Two_routes_that_are_the_same_are_refused_with_what_to_do()
    {
        using var services = new ServiceCollection().AddWebSocketHandler("/ROOMS/{id}/", (_, _) => default).BuildServiceProvider();

        var error = Assert.Throws<InvalidOperationException>(
            () => new ServedTables([new OneRoute("/rooms/{id}", 0), .. services.GetServices<EndpointTable>()], services));

        Assert.Contains("/rooms/{id}", error.Message, StringComparison.Ordinal);
        Assert.Contains("another Order", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A table as the build emits it, with one endpoint.</summary>
    private sealed class OneRoute(string pattern, int order) : EndpointTable
    {
        private readonly RouteMatcher _matcher = new([(Grammar.RouteTemplateParser.Parse(pattern), order)]);

        public override IReadOnlyList<EndpointDescriptor> Endpoints { get; } = [new Descriptor(pattern, order)];

        public override bool TryMatch(ReadOnlySpan<byte> path, out RouteMatch match)
        {
            match = default;
            return _matcher.TryMatch(path, ref match);
        }
    }

    private sealed class Descriptor(string pattern, int order) : EndpointDescriptor
    {
        public override Type EndpointType => typeof(OneRoute);

        public override string Pattern { get; } = pattern;

        public override IReadOnlyList<string> ParameterNames { get; } =
            [.. Grammar.RouteTemplateParser.Parse(pattern).Parameters.Select(parameter => parameter.Name)];

        public override int Order => order;

        public override HandshakeVerdict Validate(in HandshakeHead head) => HandshakeVerdict.Accept(-1);

        public override EndpointActivation Activate(WebSocketHandshake handshake) => throw new NotSupportedException();
    }
}
