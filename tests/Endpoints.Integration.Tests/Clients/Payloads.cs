using System.Net.WebSockets;
using System.Text;

namespace Endpoints.Integration.Tests.Clients;

/// <summary>Payloads from a seeded source: the same in every run.</summary>
internal static class Payloads
{
    private static readonly string[] Alphabet = ["a", "Z", "0", " ", "\n", "\"", "\0", "é", "€", "가", "😀", "\U0010FFFF"];

    public static byte[] MakeBytes(Random source, int size)
    {
        var bytes = new byte[size];
        source.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Exactly so many bytes of UTF-8, with characters of one to four bytes.</summary>
    public static byte[] MakeText(Random source, int size)
    {
        var bytes = new List<byte>(size);
        while (bytes.Count < size)
        {
            bytes.AddRange(Encoding.UTF8.GetBytes(size - bytes.Count < 4 ? "x" : Alphabet[source.Next(Alphabet.Length)]));
        }

        return [.. bytes];
    }

    /// <summary>Mostly short, now and then of the longest length form.</summary>
    public static (WebSocketMessageType Type, byte[] Payload) MakeMessage(Random source)
    {
        var size = source.Next(10) == 0 ? source.Next(70_000) : source.Next(300);
        return source.Next(2) == 0
            ? (WebSocketMessageType.Text, MakeText(source, size))
            : (WebSocketMessageType.Binary, MakeBytes(source, size));
    }
}
