using Endpoints.Handshake;
using Endpoints.Options;
using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;

namespace Endpoints.Connections.Compression;

/// <summary>How the sessions of an endpoint compress.</summary>
/// <param name="Policy">What is negotiated.</param>
/// <param name="Threshold">Smallest message that is compressed, in bytes.</param>
/// <param name="Pool">Where contexts come from.</param>
internal sealed record CompressionSettings(DeflatePolicy Policy, int Threshold, DeflateContextPool Pool)
{
    /// <summary>The defaults, for a session that agreed on compression just before it was switched off for those after it.</summary>
    public static CompressionSettings Default => Of(new WebSocketCompressionOptions(), EndpointRole.Server);

    /// <summary>The choice of the rules for an endpoint, or else the application's; <see langword="null"/> for no compression.</summary>
    public static CompressionSettings? Resolve(WebSocketEndpointOptions options, RuleStack rules)
    {
        var isOn = rules.First(rule => rule.UseCompression ?? (rule.Compression is null ? (bool?)null : true)) ?? options.Compression is not null;
        if (!isOn)
        {
            return null;
        }

        var values = rules.Rules.Select(entry => entry.Rule.Compression).FirstOrDefault(compression => compression is not null);
        return Of(values ?? options.Compression ?? new WebSocketCompressionOptions(), EndpointRole.Server);
    }

    /// <summary>The same for one end of a connection.</summary>
    public static CompressionSettings Of(WebSocketCompressionOptions compression, EndpointRole role)
    {
        var pool = PlatformDeflate.Pool;

        // A codec that cannot make its window smaller is better than none.
        var (serverBits, clientBits) = role == EndpointRole.Server
            ? (Math.Max(compression.ServerMaxWindowBits, pool.MinDeflateWindowBits), compression.ClientMaxWindowBits)
            : (compression.ServerMaxWindowBits, Math.Max(compression.ClientMaxWindowBits, pool.MinDeflateWindowBits));
        var policy = new DeflatePolicy
        {
            ServerNoContextTakeover = !compression.ServerContextTakeover,
            ClientNoContextTakeover = !compression.ClientContextTakeover,
            ServerMaxWindowBits = serverBits,
            ClientMaxWindowBits = clientBits,
            MinDeflateWindowBits = pool.MinDeflateWindowBits,
        };
        return new CompressionSettings(policy, compression.Threshold, pool);
    }

    /// <summary>What an end sends through.</summary>
    public MessageDeflater CreateDeflater(in DeflateParameters agreed, EndpointRole role, IMemoryLedger? ledger = null)
    {
        var (windowBits, contextTakeover) = agreed.SentBy(role);
        return new MessageDeflater(Pool, windowBits, contextTakeover, Threshold, ledger);
    }

    /// <summary>What an end receives through.</summary>
    public MessageInflater CreateInflater(in DeflateParameters agreed, EndpointRole role, IMemoryLedger? ledger = null)
    {
        var (windowBits, contextTakeover) = agreed.SentBy(role == EndpointRole.Server ? EndpointRole.Client : EndpointRole.Server);
        return new MessageInflater(Pool, windowBits, contextTakeover, ledger);
    }
}
