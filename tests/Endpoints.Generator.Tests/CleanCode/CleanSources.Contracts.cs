namespace Endpoints.Generator.Tests.CleanCode;

internal static partial class CleanSources
{
    public const string Canvas =
        """
        using System.Text.Json.Serialization;

        namespace Samples.Canvas;

        [Message("draw")]
        public sealed record Draw(int X, int Y, string Color);

        [Message("clear")]
        public readonly record struct Clear;

        [Message("drawn")]
        public sealed record Drawn(int X, int Y, string Color, string By);

        [JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
        [JsonDerivedType(typeof(OldDraw), "draw")]
        [JsonDerivedType(typeof(OldMove), "move")]
        public abstract record OldCommand;

        public sealed record OldDraw(string Point) : OldCommand;

        public sealed record OldMove(string From, string To) : OldCommand;

        [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
        [JsonSerializable(typeof(Draw))]
        [JsonSerializable(typeof(Clear))]
        [JsonSerializable(typeof(Drawn))]
        [JsonSerializable(typeof(OldCommand))]
        internal sealed partial class CanvasJson : JsonSerializerContext;

        [WebSocketEndpoint("/canvases/{canvas}", Protocols = [V2, V1], JsonContext = typeof(CanvasJson))]
        internal sealed partial class CanvasEndpoint
        {
            private const string V2 = "canvas.v2";
            private const string V1 = "canvas.v1";

            [OnMessage]
            private Drawn Drawn(Draw draw, WebSocketSession session) => new(draw.X, draw.Y, draw.Color, session.Id);

            [OnMessage]
            private static void Cleared(Clear clear, string canvas)
            {
            }

            [OnMessage(Protocol = V1)]
            private async ValueTask<Drawn> DrawnByOld(OldDraw draw, WebSocketSession session, CancellationToken ct)
            {
                await Task.Delay(1, ct);
                return new Drawn(draw.Point.Length, 0, "black", session.Id);
            }

            [OnMessage(Protocol = V1)]
            private void MovedByOld(OldMove move)
            {
            }

            [OnText]
            private ValueTask Rest(ReadOnlyMemory<byte> utf8, WebSocketSession session) => session.SendTextAsync(utf8);

            [OnError]
            private ValueTask Unreadable(UnreadablePayloadException error, WebSocketSession session) =>
                session.CloseAsync(CloseStatus.InvalidPayload.WithReason(error.CloseReason));
        }
        """;

    public const string Meters =
        """
        using System.Buffers;
        using System.Buffers.Binary;
        using System.Runtime.CompilerServices;
        using System.Text.Json.Serialization;

        namespace Samples.Meters;

        public interface IPacket<TSelf>
            where TSelf : IPacket<TSelf>
        {
            static abstract TSelf Read(ReadOnlySpan<byte> bytes);

            void Write(IBufferWriter<byte> output);
        }

        public sealed record Reading(int Value) : IPacket<Reading>
        {
            public static Reading Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadInt32BigEndian(bytes));

            public void Write(IBufferWriter<byte> output)
            {
                BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(4), Value);
                output.Advance(4);
            }
        }

        public sealed class PacketCodec<T> : IWebSocketCodec<T>
            where T : IPacket<T>
        {
            public void Encode(T value, IBufferWriter<byte> output) => value.Write(output);

            public T Decode(ReadOnlySpan<byte> payload) => T.Read(payload);
        }

        [JsonSerializable(typeof(Reading))]
        internal sealed partial class MeterJson : JsonSerializerContext;

        [UseCodec(typeof(PacketCodec<>), Protocol = "meter.packed")]
        [WebSocketEndpoint("/meters/{meter:int}", Protocols = ["meter.packed", "meter.json"], RequireProtocol = true)]
        public sealed class MeterEndpoint(TimeProvider time)
        {
            private int _highest;

            [OnMessage]
            public async IAsyncEnumerable<Reading> Measured(Reading reading, int meter, [EnumeratorCancellation] CancellationToken ct)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(meter), time, ct);
                _highest = Math.Max(_highest, reading.Value);
                yield return reading;
                yield return new Reading(_highest);
            }
        }
        """;
}
