using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Snapshots;

public sealed class ContractSnapshots
{
    [Fact]
    public void Contracts_become_a_switch_over_bytes() => GeneratorSnapshots.Verify(
        new GeneratorProject(
            """
            using System.Text.Json.Serialization;
            namespace App;

            [Message("say")] public sealed record Say(string Text);
            [Message("leave")] public sealed record Leave;
            [Message("log")] public sealed record Log(string Line);
            [Message("said")] public sealed record Said(string Text);

            [JsonSerializable(typeof(Say))]
            [JsonSerializable(typeof(Leave))]
            [JsonSerializable(typeof(Log))]
            [JsonSerializable(typeof(Said))]
            internal sealed partial class ChatJson : JsonSerializerContext;

            [WebSocketEndpoint("/chat")]
            public sealed class Chat
            {
                [OnMessage] public Said Say(Say say) => new(say.Text);
                [OnMessage] public ValueTask Leave(Leave leave, WebSocketSession session) => session.CloseAsync();
                [OnMessage] public void Log(Log log) { }
            }
            """));

    [Fact]
    public void Derived_types_are_told_apart_by_their_base_and_versions_by_their_table() => GeneratorSnapshots.Verify(
        new GeneratorProject(
            """
            using System.Text.Json.Serialization;
            namespace App;

            [JsonDerivedType(typeof(Move), "move")]
            [JsonDerivedType(typeof(Stop), 2)]
            public abstract record Order;
            public sealed record Move(int X) : Order;
            public sealed record Stop : Order;

            [JsonDerivedType(typeof(Moved), "moved")]
            public abstract record Report;
            public sealed record Moved(int X) : Report;

            [JsonSerializable(typeof(Order))]
            [JsonSerializable(typeof(Report))]
            internal sealed partial class RobotJson : JsonSerializerContext;

            [WebSocketEndpoint("/robot", Protocols = ["robot.v2", "robot.v1"])]
            public sealed class Robot
            {
                [OnOpen] public void Open() { }
                [OnMessage] public Moved Move(Move move) => new(move.X);
                [OnMessage] public Moved Stop(Stop stop) => new(0);
                [OnMessage(Protocol = "robot.v1")] public void OldStop(Stop stop) { }
                [OnText] public string Rest(string text) => "?";
            }
            """));

    [Fact]
    public void Codecs_are_created_once_and_chosen_by_sub_protocol() => GeneratorSnapshots.Verify(
        new GeneratorProject(
            """
            using System.Buffers;
            using System.Text.Json.Serialization;
            namespace App;

            public sealed record Reading(int Value);
            public sealed record Ack(int Value);

            public sealed class PackCodec<T> : IWebSocketCodec<T> where T : class
            {
                public void Encode(T value, IBufferWriter<byte> output) { }
                public T Decode(ReadOnlySpan<byte> payload) => throw new NotSupportedException();
            }

            public sealed class LineCodec(TimeProvider time) : IWebSocketTextCodec<Reading>, IWebSocketTextCodec<Ack>
            {
                public void Encode(Reading value, IBufferWriter<byte> output) { }
                public void Encode(Ack value, IBufferWriter<byte> output) => GC.KeepAlive(time);
                Reading IWebSocketCodec<Reading>.Decode(ReadOnlySpan<byte> payload) => new(0);
                Ack IWebSocketCodec<Ack>.Decode(ReadOnlySpan<byte> payload) => new(0);
            }

            [JsonSerializable(typeof(Reading))]
            [JsonSerializable(typeof(Ack))]
            internal sealed partial class MeterJson : JsonSerializerContext;

            [UseCodec(typeof(PackCodec<>), Protocol = "meter.pack")]
            [UseCodec(typeof(LineCodec), Protocol = "meter.line")]
            [WebSocketEndpoint("/meters", Protocols = ["meter.pack", "meter.line", "meter.json"])]
            public sealed class Meters
            {
                [OnMessage] public Ack Read(Reading reading) => new(reading.Value);
            }
            """));
}
