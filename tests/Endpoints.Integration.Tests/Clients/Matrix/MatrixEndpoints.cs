// The endpoints of the matrix: what clients send comes back, and what a seed says comes from the server.
namespace Endpoints.Integration.Tests.Clients.Matrix;

[WebSocketEndpoint("/matrix/echo", MaxMessageSize = 1024 * 1024)]
public sealed class MatrixEchoEndpoint
{
    [OnText]
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8) => utf8;

    [OnBinary]
    public static ReadOnlySpan<byte> Binary(ReadOnlySpan<byte> payload) => payload;
}

/// <summary>Sends the messages of a seed and closes.</summary>
[WebSocketEndpoint("/matrix/source/{seed:int}/{count:int}")]
public sealed class MatrixSourceEndpoint
{
    [OnOpen]
    public static async Task SendAll(WebSocketSession session, int seed, int count)
    {
        var messages = new RandomMessages(seed);
        for (var i = 0; i < count; i++)
        {
            var message = messages.Next();
            await (message.IsText ? session.SendTextAsync(message.Payload) : session.SendBinaryAsync(message.Payload));
        }

        await session.CloseAsync(CloseStatus.Normal.WithReason("sent"));
    }
}
