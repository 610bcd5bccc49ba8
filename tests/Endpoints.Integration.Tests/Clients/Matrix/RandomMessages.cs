using System.Globalization;
using System.Text;

namespace Endpoints.Integration.Tests.Clients.Matrix;

/// <summary>A message of the matrix.</summary>
/// <param name="Pieces">In how many frames a client sends it whose interface has frames.</param>
internal readonly record struct RandomMessage(bool IsText, ReadOnlyMemory<byte> Payload, int Pieces);

/// <summary>
/// Messages from a seed: the same as those of <c>node/messages.mjs</c>, <c>python/messages.py</c> and <c>go/messages.go</c>, draw by draw.
/// Each is a slice of a pool of noise, of repeated bytes, of ASCII text or of characters of one to four bytes.
/// </summary>
internal sealed class RandomMessages(int seed)
{
    private const int PoolSize = 131_072;

    private static readonly int[] Edges = [1, 2, 124, 125, 126, 127, 128, 255, 256];
    private static readonly int[] Large = [65_534, 65_535, 65_536];
    private static readonly string[] Alphabet = ["a", "Z", "0", " ", "\n", "\"", "\0", "é", "€", "가", "😀", "\U0010FFFF"];
    private static readonly Pools Pool = Pools.Make();

    private Mulberry _random = new((uint)seed);

    public RandomMessage Next()
    {
        var kind = _random.Next(4);
        var size = NextSize();
        var start = _random.Next(PoolSize - size + 1);
        var pieces = _random.Next(8) == 0 ? 2 + _random.Next(4) : 1;
        return kind switch
        {
            0 => new RandomMessage(IsText: false, Pool.Noise.AsMemory(start, size), pieces),
            1 => new RandomMessage(IsText: false, Pool.Patterns.AsMemory(start, size), pieces),
            2 => new RandomMessage(IsText: true, Pool.Quotes.AsMemory(start, size), pieces),
            _ => new RandomMessage(IsText: true, Pool.Text.AsMemory(Pool.Offsets[start]..Pool.Offsets[start + size]), pieces),
        };
    }

    private int NextSize() => _random.Next(32) switch
    {
        0 => 0,
        < 4 => Edges[_random.Next(Edges.Length)],
        < 28 => _random.Next(300),
        < 31 => _random.Next(4_000),
        _ => _random.Next(4) == 0 ? Large[_random.Next(Large.Length)] : _random.Next(16_384),
    };

    /// <param name="Text">UTF-8.</param>
    /// <param name="Offsets">Where in the text each character begins.</param>
    private sealed record Pools(byte[] Noise, byte[] Patterns, byte[] Quotes, byte[] Text, int[] Offsets)
    {
        public static Pools Make()
        {
            var random = new Mulberry(7692);
            var noise = new byte[PoolSize];
            for (var i = 0; i < noise.Length; i++)
            {
                noise[i] = (byte)random.Next(256);
            }

            var patterns = new List<byte>();
            while (patterns.Count < PoolSize)
            {
                var from = random.Next(1024);
                patterns.AddRange(noise.AsSpan(from, 3 + random.Next(200)));
            }

            var quotes = new StringBuilder();
            while (quotes.Length < PoolSize)
            {
                quotes.Append(CultureInfo.InvariantCulture, $"{{\"symbol\":\"S{random.Next(30)}\",\"bid\":{random.Next(1000)},\"ask\":{random.Next(1000)}}},");
            }

            var text = new List<byte>();
            var offsets = new int[PoolSize + 1];
            for (var i = 0; i < PoolSize; i++)
            {
                text.AddRange(Encoding.UTF8.GetBytes(Alphabet[random.Next(Alphabet.Length)]));
                offsets[i + 1] = text.Count;
            }

            return new Pools(noise, [.. patterns[..PoolSize]], Encoding.ASCII.GetBytes(quotes.ToString(0, PoolSize)), [.. text], offsets);
        }
    }

    /// <summary>mulberry32, which needs no more than the integers that JavaScript has.</summary>
    private struct Mulberry(uint seed)
    {
        private uint _state = seed;

        public int Next(int below)
        {
            _state += 0x6D2B79F5;
            var t = (_state ^ (_state >> 15)) * (_state | 1);
            t ^= t + ((t ^ (t >> 7)) * (t | 61));
            return (int)((t ^ (t >> 14)) % (uint)below);
        }
    }
}
