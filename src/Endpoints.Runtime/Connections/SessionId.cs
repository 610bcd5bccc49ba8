namespace Endpoints.Connections;

/// <summary>Identifiers of sessions: short, unique in the process, and unlikely to repeat after a restart.</summary>
internal static class SessionId
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUV";

    private static long _last = Random.Shared.NextInt64(1L << 60);

    public static string Next() => string.Create(13, Interlocked.Increment(ref _last), static (text, value) =>
    {
        for (var i = text.Length - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(value & 31)];
            value >>= 5;
        }
    });
}
