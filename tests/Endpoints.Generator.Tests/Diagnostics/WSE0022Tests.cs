using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Registered sub-protocols whose kind of messages nobody takes.</summary>
public sealed class WSE0022Tests
{
    private const string Id = DiagnosticIds.SubprotocolFraming;

    [Theory]
    [InlineData("mqtt", "OnText", "binary")]
    [InlineData("amqp", "OnText", "binary")]
    [InlineData("wamp.2.cbor", "OnText", "binary")]
    [InlineData("ocpp1.6", "OnBinary", "text")]
    [InlineData("xmpp", "OnBinary", "text")]
    public Task Reports_the_offer(string protocol, string attribute, string kind) => AnalyzerVerifier.ReportsAsync(
        Id,
        ContractSource.Of($"[{attribute}] public void One() {{ }}", arguments: $", Protocols = [\"own\", [|\"{protocol}\"|]]"),
        $"\"{protocol}\" sends {kind} messages, and 'Chat' has no handler");

    [Theory]
    [InlineData("mqtt", "[OnBinary] public void One() { }")]
    [InlineData("mqtt", "[OnMessage] public void One(ReadOnlySpan<byte> payload) { }")]
    [InlineData("mqtt", "[OnText] public void One() { } [OnBinary(Protocol = \"mqtt\")] public void Two() { }")]
    [InlineData("mqtt", "[OnOpen] public void One() { }")]
    [InlineData("ocpp1.6", "[OnMessage] public void One(int message) { }")]
    [InlineData("v12.stomp", "[OnText] public void One() { }")]
    [InlineData("MQTT", "[OnText] public void One() { }")]
    public Task Accepts_what_takes_its_messages(string protocol, string handlers) => AnalyzerVerifier.AcceptsAsync(
        ContractSource.Of(handlers, arguments: $", Protocols = [\"{protocol}\"]"));
}
