using System.Net.WebSockets;
using Endpoints.Connections;
using Endpoints.Connections.Compression;
using Endpoints.Options;
using Endpoints.Protocol.Deflate;

namespace Endpoints.Conformance.Tests.Differential;

/// <summary>What both ends agreed on for permessage-deflate, as each of them is told.</summary>
internal sealed record Agreement(DeflateParameters Parameters, int Threshold)
{
    private static readonly int[] Thresholds = [0, 1, 10, 256, 5_000];

    /// <summary>Any that both implementations can do: a window of 256 bytes is beyond zlib.</summary>
    public static Agreement Next(Random random) => new(
        new DeflateParameters(random.Next(2) == 0, random.Next(2) == 0, random.Next(9, 16), random.Next(9, 16)),
        Thresholds[random.Next(Thresholds.Length)]);

    public WebSocketCompressionOptions ToOptions() => new() { Threshold = Threshold };

    /// <summary>Where our end takes its contexts from.</summary>
    public CompressionSettings ToSettings() =>
        ConnectionLimits.Resolve(new WebSocketEndpointOptions { Compression = ToOptions() }, null).Compression!;

    public WebSocketDeflateOptions ToPlatform() => new()
    {
        ServerContextTakeover = !Parameters.ServerNoContextTakeover,
        ClientContextTakeover = !Parameters.ClientNoContextTakeover,
        ServerMaxWindowBits = Parameters.ServerMaxWindowBits,
        ClientMaxWindowBits = Parameters.ClientMaxWindowBits,
    };
}
