using System.Net.WebSockets;
using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Conformance.Tests.Differential;

/// <summary>What our reader and the platform's server make of the same bytes.</summary>
internal static class Verdicts
{
    public const string Done = "waits for more";
    public const string Refused = "refused";

    /// <summary>Events up to the first that ends the connection. Tells whether a difference that is explained decided.</summary>
    public static List<string> ReadOurs(byte[] bytes, out bool difference, Agreement? agreement = null)
    {
        var events = new List<string>();
        difference = false;
        using var driver = new ReaderDriver(
            EndpointRole.Server,
            new ReceiveLimits(1 << 20, 1 << 20),
            agreement?.ToSettings().CreateInflater(agreement.Parameters, EndpointRole.Server));
        foreach (var read in driver.Feed([.. bytes]))
        {
            switch (read.Outcome)
            {
                case ReadOutcome.Text or ReadOutcome.Binary:
                    events.Add($"{read.Outcome} {read.Payload}");
                    break;
                case ReadOutcome.Close:
                    // The platform says 1000 where there is no code.
                    events.Add($"Close {(read.Payload.Length == 0 ? 1000 : read.CloseCode)}");
                    return events;
                case ReadOutcome.Violation:
                    difference = read.Rule is ProtocolRule.LengthNotMinimal or ProtocolRule.FrameTooLarge or ProtocolRule.MessageTooLarge;
                    events.Add(Refused);
                    return events;
            }
        }

        events.Add(Done);
        return events;
    }

    /// <inheritdoc cref="ReadOurs"/>
    public static async Task<List<string>> ReadTheirsAsync(byte[] bytes, Agreement? agreement = null)
    {
        var events = new List<string>();
        using var socket = WebSocket.CreateFromStream(new FiniteStream(bytes), new WebSocketCreationOptions
        {
            IsServer = true, DangerousDeflateOptions = agreement?.ToPlatform(),
        });
        var message = new List<byte>();

        // One byte at a time, or the platform would wait for a whole frame before it looks at the text.
        var buffer = new byte[1];
        try
        {
            while (true)
            {
                var result = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    events.Add($"Close {(int)socket.CloseStatus!}");
                    return events;
                }

                message.AddRange(buffer.AsSpan(0, result.Count));
                if (result.EndOfMessage)
                {
                    events.Add($"{result.MessageType} {Convert.ToHexString([.. message])}");
                    message.Clear();
                }
            }
        }
        catch (WebSocketException error)
        {
            events.Add(error.WebSocketErrorCode == WebSocketError.ConnectionClosedPrematurely ? Done : Refused);
            return events;
        }
    }

    /// <summary>Bytes, then the end of the connection. What is written goes nowhere.</summary>
    private sealed class FiniteStream(byte[] bytes) : MemoryStream([.. bytes], writable: true)
    {
        public override bool CanWrite => true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => default;

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
