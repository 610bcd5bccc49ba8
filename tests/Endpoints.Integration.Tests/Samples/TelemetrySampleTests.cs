using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Telemetry.Wire;

namespace Endpoints.Integration.Tests.Samples;

/// <summary>The telemetry sample: one endpoint that speaks Protocol Buffers in one sub-protocol and JSON in the other.</summary>
public sealed class TelemetrySampleTests(TelemetrySampleTests.TelemetrySample sample) : IClassFixture<TelemetrySampleTests.TelemetrySample>
{
    [Fact]
    public async Task Devices_speak_protocol_buffers_in_binary_messages()
    {
        using var device = await ConnectAsync("telemetry.proto");
        await device.SendAsync(new Reading { Sensor = "t1", Value = 20 }.ToByteArray(), WebSocketMessageType.Binary, true, default);
        var (first, kind) = await ReadAsync(device);
        await device.SendAsync(new Reading { Sensor = "t1", Value = 30 }.ToByteArray(), WebSocketMessageType.Binary, true, default);
        var (second, _) = await ReadAsync(device);

        Assert.Equal(WebSocketMessageType.Binary, kind);
        Assert.Equal(new Summary { Sensor = "t1", Count = 1, Mean = 20, Highest = 20 }, Summary.Parser.ParseFrom(first));
        Assert.Equal(new Summary { Sensor = "t1", Count = 2, Mean = 25, Highest = 30 }, Summary.Parser.ParseFrom(second));
    }

    [Fact]
    public async Task People_speak_json_in_text_messages()
    {
        using var person = await ConnectAsync("telemetry.json");
        await person.SendAsync("""{"sensor":"t1","value":-1.5}"""u8.ToArray(), WebSocketMessageType.Text, true, default);
        var (message, kind) = await ReadAsync(person);

        Assert.Equal(WebSocketMessageType.Text, kind);
        Assert.Equal(-1.5, JsonDocument.Parse(message).RootElement.GetProperty("mean").GetDouble());
    }

    [Theory]
    [InlineData("telemetry.proto", WebSocketMessageType.Binary, WebSocketCloseStatus.InvalidPayloadData)]
    [InlineData("telemetry.json", WebSocketMessageType.Text, WebSocketCloseStatus.InvalidPayloadData)]
    [InlineData("telemetry.proto", WebSocketMessageType.Text, WebSocketCloseStatus.InvalidMessageType)]
    [InlineData("telemetry.json", WebSocketMessageType.Binary, WebSocketCloseStatus.InvalidMessageType)]
    public async Task What_is_no_reading_closes_the_session(string protocol, WebSocketMessageType kind, WebSocketCloseStatus status)
    {
        using var peer = await ConnectAsync(protocol);
        await peer.SendAsync(Encoding.ASCII.GetBytes("\x0f?"), kind, true, default);
        var (reason, type) = await ReadAsync(peer);

        Assert.Equal(WebSocketMessageType.Close, type);
        Assert.Empty(reason);
        Assert.Equal(status, peer.CloseStatus);
        Assert.Equal(status == WebSocketCloseStatus.InvalidPayloadData, peer.CloseStatusDescription == "The payload is not what this endpoint takes.");
    }

    private async Task<ClientWebSocket> ConnectAsync(string protocol)
    {
        var client = new ClientWebSocket();
        client.Options.AddSubProtocol(protocol);
        await client.ConnectAsync(sample.Process.GetEndpoint("/telemetry"), default);
        Assert.Equal(protocol, client.SubProtocol);
        return client;
    }

    private static async Task<(byte[] Payload, WebSocketMessageType Type)> ReadAsync(ClientWebSocket client)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var buffer = new byte[4096];
        var result = await client.ReceiveAsync(buffer, timeout.Token);
        Assert.True(result.EndOfMessage);
        return (buffer[..result.Count], result.MessageType);
    }

    public sealed class TelemetrySample : IAsyncLifetime
    {
        internal SampleProcess Process { get; private set; } = null!;

        public async Task InitializeAsync() => Process = await SampleProcess.StartAsync("Telemetry");

        public async Task DisposeAsync() => await Process.DisposeAsync();
    }
}
