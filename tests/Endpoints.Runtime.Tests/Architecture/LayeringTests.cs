namespace Endpoints.Runtime.Tests.Architecture;

/// <summary>Each layer uses only what stands before it; the pure layers neither wait, nor log, nor look at a clock.</summary>
public sealed class LayeringTests
{
    private const string ControlRoot = "Endpoints.Runtime.Tests.Architecture.Control";

    [Theory]
    [InlineData("Endpoints.Runtime.dll", null)]
    [InlineData("Endpoints.AspNetCore.dll", "AspNetCore")]
    [InlineData("Endpoints.Client.dll", "Client")]
    [InlineData("Endpoints.Testing.dll", "Testing")]
    [InlineData("Endpoints.RabbitMQ.dll", "RabbitMQ")]
    [InlineData("Endpoints.Postgres.dll", "Postgres")]
    [InlineData("Endpoints.Transport.Linux.dll", "Transport")]
    [InlineData("Endpoints.Transport.Linux.Kestrel.dll", "Transport")]
    public void Every_type_uses_only_the_layers_before_its_own(string assembly, string? door) =>
        Assert.Empty(Violations("Endpoints", Path.Combine(AppContext.BaseDirectory, assembly), door));

    [Fact]
    public void A_type_that_uses_a_later_layer_is_found_wherever_it_does()
    {
        string[] expected =
        [
            "AspNetCore.Door uses Client.Door",
            "Protocol.InBase uses Connections.Connection",
            "Protocol.InBody uses Connections.Connection",
            "Protocol.InCatch uses Connections.ConnectionException",
            "Protocol.InConstraint`1 uses Connections.Connection",
            "Protocol.InField uses Connections.Connection",
            "Protocol.InGenericMethod uses Connections.Connection",
            "Protocol.InLambda uses Connections.Connection",
            "Protocol.InSignature uses Connections.Connection",
            "Protocol.Timed uses System.DateTime, which a pure layer may not",
            "Protocol.Waiting uses System.Threading.Tasks.Task, which a pure layer may not",
            "Session uses Options.Settings",
            "Utils.Nowhere is in a namespace without a layer",
        ];
        var found = Violations(ControlRoot, typeof(LayeringTests).Assembly.Location, door: null);
        Assert.Equal(expected, found.Select(line => line.Replace(ControlRoot + ".", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_walk_sees_the_product()
    {
        var pairs = TypeReferences.Read(Path.Combine(AppContext.BaseDirectory, "Endpoints.Runtime.dll"));
        Assert.Contains(("Endpoints.Handshake.HandshakeRules", "Endpoints.Handshake.HeaderList"), pairs);
        Assert.Contains(("Endpoints.Generated.EndpointTable", "Endpoints.Routing.RouteMatch"), pairs);
        Assert.Contains(("Endpoints.CloseStatus", "Endpoints.Protocol.CloseCode"), pairs);
    }

    private static string[] Violations(string root, string path, string? door)
    {
        var layers = new Layers(root);
        return
        [
            .. TypeReferences.Read(path)
                .Select(pair => (pair.User, Fault: layers.Judge(pair.User, pair.Used, door)))
                .Where(judged => judged.Fault is not null)
                .Select(judged => $"{judged.User} {judged.Fault}")
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }
}
