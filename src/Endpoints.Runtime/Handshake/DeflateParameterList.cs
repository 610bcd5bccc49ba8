using Endpoints.Protocol.Deflate;

namespace Endpoints.Handshake;

/// <summary>
/// The parameters that stand behind one <c>permessage-deflate</c>, in an offer or in a response (RFC 7692 section 7.1).
/// </summary>
internal struct DeflateParameterList
{
    /// <summary>The parameter is there without a value.</summary>
    public const int NoValue = 0;

    private bool _isUnsound;

    /// <summary>The name of the extension.</summary>
    public static ReadOnlySpan<byte> ExtensionName => "permessage-deflate"u8;

    /// <summary>Whether no parameter was unknown, repeated or had a value that it may not have: those make it unacceptable.</summary>
    public readonly bool IsSound => !_isUnsound;

    public bool ServerNoContextTakeover { get; private set; }

    public bool ClientNoContextTakeover { get; private set; }

    /// <summary>8 to 15; <see langword="null"/> when the parameter is not there.</summary>
    public int? ServerMaxWindowBits { get; private set; }

    /// <summary>8 to 15, or <see cref="NoValue"/>; <see langword="null"/> when the parameter is not there.</summary>
    public int? ClientMaxWindowBits { get; private set; }

    /// <summary>Takes the parameter that was read last.</summary>
    public void Add(scoped in ExtensionReader reader)
    {
        var isKnown = false;
        if (reader.Name.SequenceEqual("server_no_context_takeover"u8))
        {
            isKnown = !ServerNoContextTakeover && !reader.HasValue;
            ServerNoContextTakeover = true;
        }
        else if (reader.Name.SequenceEqual("client_no_context_takeover"u8))
        {
            isKnown = !ClientNoContextTakeover && !reader.HasValue;
            ClientNoContextTakeover = true;
        }
        else if (reader.Name.SequenceEqual("server_max_window_bits"u8))
        {
            isKnown = TryReadBits(reader.Value, out var bits) && ServerMaxWindowBits is null;
            ServerMaxWindowBits = bits;
        }
        else if (reader.Name.SequenceEqual("client_max_window_bits"u8))
        {
            var bits = NoValue;
            isKnown = (!reader.HasValue || TryReadBits(reader.Value, out bits)) && ClientMaxWindowBits is null;
            ClientMaxWindowBits = bits;
        }

        _isUnsound |= !isKnown;
    }

    /// <summary>A number from 8 to 15 without leading zeros; escapes of a quoted string are skipped.</summary>
    private static bool TryReadBits(ReadOnlySpan<byte> value, out int bits)
    {
        bits = 0;
        foreach (var letter in value)
        {
            if (letter == '\\')
            {
                continue;
            }

            if (letter is < (byte)'0' or > (byte)'9' || (bits == 0 && letter == '0') || bits > DeflateParameters.LargestWindowBits)
            {
                return false;
            }

            bits = (bits * 10) + (letter - '0');
        }

        return bits is >= DeflateParameters.SmallestWindowBits and <= DeflateParameters.LargestWindowBits;
    }
}
