using System.Net.WebSockets;
using System.Text;

namespace Endpoints.Conformance.Tests.Differential;

/// <summary>A message, and where the sender cuts it into frames.</summary>
/// <param name="Compress">Whether the sender compresses it where that was agreed on.</param>
internal sealed record ScriptMessage(WebSocketMessageType Type, byte[] Payload, int[] Cuts, bool Compress)
{
    /// <summary>The frames' payloads.</summary>
    public IEnumerable<(byte[] Payload, bool IsFirst, bool IsLast)> Fragments()
    {
        int[] ends = [.. Cuts, Payload.Length];
        for (var i = 0; i < ends.Length; i++)
        {
            yield return (Payload[(i == 0 ? 0 : ends[i - 1])..ends[i]], i == 0, i == ends.Length - 1);
        }
    }
}

/// <summary>A conversation made up from a seed: what one side sends, its pings, and how it ends.</summary>
internal sealed class Script
{
    private static readonly int[] Sizes = [0, 1, 2, 125, 126, 127, 128, 4095, 4096, 16_384, 65_535, 65_536, 65_537, 200_000];
    private static readonly int[] Codes = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999];
    private static readonly string[] Letters = ["a", "Z", " ", "\u00e4", "\u07ff", "\u0800", "\u20ac", "\uffff", "\U00010000", "\U0001F600", "\U0010FFFF", "\0"];

    private readonly Random _random;

    public Script(int seed, bool isCompressed)
    {
        _random = new Random(seed);
        Agreement = isCompressed ? Agreement.Next(_random) : null;
        Messages = [.. Enumerable.Range(0, 1 + _random.Next(14)).Select(_ => NextMessage())];
        Close = new CloseStatus(Codes[_random.Next(Codes.Length)], NextText(_random.Next(3) == 0 ? 123 : _random.Next(40)));
        PeerCloses = _random.Next(2) == 0;
        CloseAfter = 1 + _random.Next(Messages.Count);
    }

    /// <summary>How messages are compressed; <see langword="null"/> for not at all.</summary>
    public Agreement? Agreement { get; }

    public IReadOnlyList<ScriptMessage> Messages { get; }

    /// <summary>Whether the peer of our runtime is the one that closes, after its last message; else our side does.</summary>
    public bool PeerCloses { get; }

    /// <summary>After how many messages our side closes.</summary>
    public int CloseAfter { get; }

    /// <summary>What the side that closes says. Closing without a code has tests of its own: see <see cref="EmptyCloseTests"/>.</summary>
    public CloseStatus Close { get; }

    /// <summary>0 to below the bound, for whatever else has to be decided on the way. Not to be shared by two tasks.</summary>
    public int Next(int bound) => _random.Next(bound);

    public byte[] NextControlPayload()
    {
        var payload = new byte[_random.Next(3) == 0 ? 125 : _random.Next(20)];
        _random.NextBytes(payload);
        return payload;
    }

    private ScriptMessage NextMessage()
    {
        var size = _random.Next(3) == 0 ? _random.Next(3000) : Sizes[_random.Next(Sizes.Length)];
        var type = _random.Next(2) == 0 ? WebSocketMessageType.Text : WebSocketMessageType.Binary;
        byte[] payload;
        if (type == WebSocketMessageType.Text)
        {
            payload = Encoding.UTF8.GetBytes(NextText(size));
        }
        else
        {
            payload = NextBytes(size);
        }

        var cuts = Enumerable.Range(0, _random.Next(2) == 0 ? 0 : _random.Next(6)).Select(_ => _random.Next(payload.Length + 1)).Order();
        return new ScriptMessage(type, payload, [.. cuts], Compress: _random.Next(5) > 0);
    }

    /// <summary>Noise, zeros, or a word again and again that is shorter or longer than a window.</summary>
    private byte[] NextBytes(int size)
    {
        var bytes = new byte[size];
        switch (_random.Next(3))
        {
            case 0:
                _random.NextBytes(bytes);
                break;
            case 1:
                var word = new byte[1 + _random.Next(_random.Next(2) == 0 ? 100 : 40_000)];
                _random.NextBytes(word);
                for (var i = 0; i < size; i++)
                {
                    bytes[i] = word[i % word.Length];
                }

                break;
        }

        return bytes;
    }

    /// <summary>A text of at most so many bytes of UTF-8, and no less than three short of it.</summary>
    private string NextText(int maxLength)
    {
        var text = new StringBuilder();
        var length = 0;
        while (true)
        {
            var letter = Letters[_random.Next(Letters.Length)];
            length += Encoding.UTF8.GetByteCount(letter);
            if (length > maxLength)
            {
                return text.ToString();
            }

            text.Append(letter);
        }
    }
}
