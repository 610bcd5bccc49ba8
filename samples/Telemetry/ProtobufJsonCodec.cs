using System.Buffers;
using System.Text;
using Endpoints;
using Google.Protobuf;

namespace Telemetry;

/// <summary>The same messages in the JSON that Protocol Buffers define for them, for devices and people without protoc.</summary>
public sealed class ProtobufJsonCodec<T> : IWebSocketTextCodec<T>
    where T : IMessage<T>, new()
{
    private readonly JsonParser _parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));
    private readonly JsonFormatter _formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    /// <inheritdoc/>
    public void Encode(T value, IBufferWriter<byte> output) => Encoding.UTF8.GetBytes(_formatter.Format(value), output);

    /// <inheritdoc/>
    public T Decode(ReadOnlySpan<byte> payload) => _parser.Parse<T>(Encoding.UTF8.GetString(payload));
}
