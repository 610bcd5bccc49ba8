using System.Buffers;
using Endpoints;
using Google.Protobuf;

namespace Telemetry;

/// <summary>Protocol Buffers, for every message that protoc knows: one binary message holds one of them.</summary>
public sealed class ProtobufCodec<T> : IWebSocketCodec<T>
    where T : IMessage<T>, new()
{
    private readonly MessageParser<T> _parser = new(static () => new T());

    /// <inheritdoc/>
    public void Encode(T value, IBufferWriter<byte> output) => value.WriteTo(output);

    /// <inheritdoc/>
    public T Decode(ReadOnlySpan<byte> payload) => _parser.ParseFrom(payload);
}
