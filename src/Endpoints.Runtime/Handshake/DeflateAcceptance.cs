using Endpoints.Protocol.Deflate;

namespace Endpoints.Handshake;

/// <summary>A server's answer to the first offer of permessage-deflate that it can take (RFC 7692 section 5.1).</summary>
/// <param name="Parameters">What holds on the connection.</param>
/// <param name="NamesServerWindow">Whether the offer limits the server's window, so that the response has to name it.</param>
internal readonly record struct DeflateAcceptance(DeflateParameters Parameters, bool NamesServerWindow)
{
    /// <summary>Bytes that any response fits in.</summary>
    public const int MaxResponseSize = 128;

    /// <summary>Finds the first acceptable offer, over all lines, in the client's order of preference.</summary>
    /// <param name="head">The request head, already checked by <see cref="HandshakeRules.CheckUpgrade"/>.</param>
    /// <param name="policy">What the server wants.</param>
    /// <param name="acceptance">The answer.</param>
    /// <returns>Whether messages may be compressed.</returns>
    public static bool TryFind(scoped in HandshakeHead head, DeflatePolicy policy, out DeflateAcceptance acceptance)
    {
        foreach (var line in new HeaderLines(head, HandshakeHeaders.WebSocketExtensions))
        {
            var reader = new ExtensionReader(line);
            var offer = default(DeflateParameterList);
            var isOffer = false;
            ExtensionPart part;
            do
            {
                part = reader.Read();
                if (part == ExtensionPart.Parameter)
                {
                    offer.Add(in reader);
                    continue;
                }

                if (isOffer && TryAccept(in offer, policy, out acceptance))
                {
                    return true;
                }

                offer = default;
                isOffer = part == ExtensionPart.Extension && reader.Name.SequenceEqual(DeflateParameterList.ExtensionName);
            }
            while (part is ExtensionPart.Extension or ExtensionPart.Parameter);
        }

        acceptance = default;
        return false;
    }

    /// <summary>Writes the value of the response's <c>Sec-WebSocket-Extensions</c>, and returns its length.</summary>
    /// <param name="destination"><see cref="MaxResponseSize"/> bytes are enough.</param>
    public int WriteResponse(Span<byte> destination)
    {
        var writer = new DeflateHeaderWriter(destination);
        writer.Append(Parameters.ServerNoContextTakeover, "; server_no_context_takeover"u8);
        writer.Append(Parameters.ClientNoContextTakeover, "; client_no_context_takeover"u8);
        writer.Append(
            NamesServerWindow || Parameters.ServerMaxWindowBits < DeflateParameters.LargestWindowBits,
            "; server_max_window_bits="u8,
            Parameters.ServerMaxWindowBits);

        // Only ever smaller when the client has offered it; it must not be named otherwise (section 7.1.2.2).
        writer.Append(
            Parameters.ClientMaxWindowBits < DeflateParameters.LargestWindowBits,
            "; client_max_window_bits="u8,
            Parameters.ClientMaxWindowBits);
        return writer.Length;
    }

    private static bool TryAccept(in DeflateParameterList offer, DeflatePolicy policy, out DeflateAcceptance acceptance)
    {
        var server = Math.Min(policy.ServerMaxWindowBits, offer.ServerMaxWindowBits ?? DeflateParameters.LargestWindowBits);
        var client = offer.ClientMaxWindowBits switch
        {
            null => DeflateParameters.LargestWindowBits,
            DeflateParameterList.NoValue => policy.ClientMaxWindowBits,
            var bits => Math.Min(policy.ClientMaxWindowBits, bits.Value),
        };
        acceptance = new DeflateAcceptance(
            new DeflateParameters(
                offer.ServerNoContextTakeover || policy.ServerNoContextTakeover,
                offer.ClientNoContextTakeover || policy.ClientNoContextTakeover,
                server,
                client),
            offer.ServerMaxWindowBits is not null);

        // A window that this end cannot have, or one that the client does not let itself be held to, is declined.
        return offer.IsSound && server >= policy.MinDeflateWindowBits && client <= policy.ClientMaxWindowBits;
    }
}
