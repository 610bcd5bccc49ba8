namespace Endpoints.Conformance.Tests.Doors;

/// <summary>The endpoints that the suites talk to, built by the generator as an application's are.</summary>
internal static class ConformanceEndpoints
{
    public const string EchoPath = "/echo";
    public const string SmallPath = "/small";
    public const string CloserPath = "/closer";
    public const string PlainPath = "/plain";
    public const string FloodPath = "/flood";

    public const int EchoLimit = 16 * 1024 * 1024;
    public const int SmallMessageLimit = 1_000;
    public const int SmallFrameLimit = 600;

    /// <summary>Fragments of one byte that make a message of the largest size.</summary>
    public const int FloodLimit = 131_072;
}

/// <summary>Sends back what comes, up to 16 MiB.</summary>
[WebSocketEndpoint(ConformanceEndpoints.EchoPath, MaxMessageSize = ConformanceEndpoints.EchoLimit)]
public sealed class EchoEndpoint
{
    [OnText]
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8) => utf8;

    [OnBinary]
    public static ReadOnlySpan<byte> Binary(ReadOnlySpan<byte> payload) => payload;
}

/// <summary>The same with small limits.</summary>
[WebSocketEndpoint(
    ConformanceEndpoints.SmallPath,
    MaxMessageSize = ConformanceEndpoints.SmallMessageLimit,
    MaxFrameSize = ConformanceEndpoints.SmallFrameLimit)]
public sealed class SmallEndpoint
{
    [OnText]
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8) => utf8;

    [OnBinary]
    public static ReadOnlySpan<byte> Binary(ReadOnlySpan<byte> payload) => payload;
}

/// <summary>The same without compression.</summary>
[WebSocketEndpoint(ConformanceEndpoints.PlainPath, Compression = EndpointCompression.Off)]
public sealed class PlainEndpoint
{
    [OnText]
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8) => utf8;

    [OnBinary]
    public static ReadOnlySpan<byte> Binary(ReadOnlySpan<byte> payload) => payload;
}

/// <summary>Closes with the code that it is told.</summary>
[WebSocketEndpoint(ConformanceEndpoints.CloserPath)]
public sealed class CloserEndpoint
{
    [OnText]
    public static ValueTask Text(string code, WebSocketSession session) =>
        session.CloseAsync(new CloseStatus(int.Parse(code, System.Globalization.CultureInfo.InvariantCulture), "told so"));
}

/// <summary>Answers with the length of what came, so that large messages can be sent without large answers.</summary>
[WebSocketEndpoint(ConformanceEndpoints.FloodPath, MaxMessageSize = ConformanceEndpoints.FloodLimit)]
public sealed class FloodEndpoint
{
    [OnText]
    public static string Text(ReadOnlySpan<byte> utf8) => $"{utf8.Length}";

    [OnBinary]
    public static void Binary(ReadOnlySpan<byte> payload, WebSocketSession session) =>
        session.TrySendText(System.Text.Encoding.ASCII.GetBytes($"{payload.Length}"));
}
