using Endpoints.Protocol.Deflate;

namespace Endpoints.Handshake;

/// <summary>permessage-deflate from the client's side: its one offer, and what it makes of the response (RFC 7692 section 7.1).</summary>
internal static class DeflateOffer
{
    /// <summary>Bytes that any offer fits in.</summary>
    public const int MaxSize = 128;

    /// <summary>Writes the value of the request's <c>Sec-WebSocket-Extensions</c>, and returns its length.</summary>
    /// <param name="policy">What the client wants.</param>
    /// <param name="destination"><see cref="MaxSize"/> bytes are enough.</param>
    public static int Write(DeflatePolicy policy, Span<byte> destination)
    {
        var writer = new DeflateHeaderWriter(destination);
        writer.Append(policy.ServerNoContextTakeover, "; server_no_context_takeover"u8);
        writer.Append(policy.ClientNoContextTakeover, "; client_no_context_takeover"u8);
        writer.Append(
            policy.ServerMaxWindowBits < DeflateParameters.LargestWindowBits, "; server_max_window_bits="u8, policy.ServerMaxWindowBits);

        // Always there, so that the server may choose a smaller window.
        var isLimited = policy.ClientMaxWindowBits < DeflateParameters.LargestWindowBits;
        writer.Append(!isLimited, "; client_max_window_bits"u8);
        writer.Append(isLimited, "; client_max_window_bits="u8, policy.ClientMaxWindowBits);
        return writer.Length;
    }

    /// <summary>Reads the response to the offer.</summary>
    /// <param name="lines">The lines of the response's <c>Sec-WebSocket-Extensions</c>.</param>
    /// <param name="policy">What the offer was written from.</param>
    /// <param name="agreed">What holds on the connection; <see langword="null"/> when the server declined.</param>
    /// <returns>
    /// False when the response answers no offer of ours: the connection must be failed (section 5.1, RFC 6455 section 4.1).
    /// </returns>
    public static bool TryReadResponse(HeaderLines lines, DeflatePolicy policy, out DeflateParameters? agreed)
    {
        agreed = null;
        var response = default(DeflateParameterList);
        var isThere = false;
        foreach (var line in lines)
        {
            var reader = new ExtensionReader(line);
            ExtensionPart part;
            while ((part = reader.Read()) != ExtensionPart.End)
            {
                if (part == ExtensionPart.Parameter)
                {
                    response.Add(in reader);
                }
                else if (part == ExtensionPart.Malformed || isThere || !reader.Name.SequenceEqual(DeflateParameterList.ExtensionName))
                {
                    return false;
                }

                isThere = true;
            }
        }

        if (!isThere)
        {
            return true;
        }

        agreed = new DeflateParameters(
            response.ServerNoContextTakeover,
            response.ClientNoContextTakeover || policy.ClientNoContextTakeover,
            response.ServerMaxWindowBits ?? DeflateParameters.LargestWindowBits,
            response.ClientMaxWindowBits ?? policy.ClientMaxWindowBits);
        return response.IsSound && Answers(agreed.Value, policy) && response.ClientMaxWindowBits != DeflateParameterList.NoValue;
    }

    private static bool Answers(DeflateParameters agreed, DeflatePolicy policy) =>
        (agreed.ServerNoContextTakeover || !policy.ServerNoContextTakeover)
        && agreed.ServerMaxWindowBits <= policy.ServerMaxWindowBits
        && agreed.ClientMaxWindowBits <= policy.ClientMaxWindowBits
        && agreed.ClientMaxWindowBits >= policy.MinDeflateWindowBits;
}
