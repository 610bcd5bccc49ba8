using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Endpoints;

/// <summary>Writes values of a <see cref="MessageAttribute"/> type with their discriminator first. Safe to use from any thread.</summary>
internal sealed class MessageJsonWriter<T>
{
    private readonly JsonTypeInfo<T> _typeInfo;
    private readonly byte[] _head;
    private Utf8JsonWriter? _idle;

    /// <param name="typeInfo">How to write the value's own properties.</param>
    /// <param name="property">The discriminating property.</param>
    /// <param name="discriminator">The message's name.</param>
    /// <exception cref="InvalidOperationException">The type has a property of that name itself.</exception>
    public MessageJsonWriter(JsonTypeInfo<T> typeInfo, string property, string discriminator)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        foreach (var own in typeInfo.Properties)
        {
            if (own.Name == property)
            {
                throw new InvalidOperationException(
                    $"'{typeof(T)}' has a JSON property \"{property}\" besides its discriminator of that name; rename one of them.");
            }
        }

        _typeInfo = typeInfo;
        using var output = PayloadWriter.Rent();
        using (var writer = new Utf8JsonWriter(output, Options(typeInfo) with { Indented = false }))
        {
            writer.WriteStartObject();
            writer.WriteString(property, discriminator);
            writer.WriteEndObject();
        }

        _head = output.Written[..^1].ToArray();
    }

    /// <summary>Writes <c>{"type":"said"</c>, and the object behind it without the brace that opens it.</summary>
    public void Write(PayloadWriter output, T value)
    {
        output.Write(_head);
        var start = _head.Length;
        var writer = Interlocked.Exchange(ref _idle, null) ?? new Utf8JsonWriter(output, Options(_typeInfo));
        writer.Reset(output);
        JsonSerializer.Serialize(writer, value, _typeInfo);
        writer.Flush();
        _idle = writer;

        var written = output.Written;
        if (written[start] != '{')
        {
            throw new InvalidOperationException($"'{typeof(T)}' is not written as a JSON object, so it cannot have a discriminator.");
        }

        if (written[start + 1] != '}')
        {
            written[start] = (byte)',';
            return;
        }

        written[start] = (byte)'}';
        output.RemoveLast(1);
    }

    private static JsonWriterOptions Options(JsonTypeInfo typeInfo) => new()
    {
        Encoder = typeInfo.Options.Encoder,
        Indented = typeInfo.Options.WriteIndented,
        IndentCharacter = typeInfo.Options.IndentCharacter,
        IndentSize = typeInfo.Options.IndentSize,
        NewLine = typeInfo.Options.NewLine,
        MaxDepth = typeInfo.Options.MaxDepth,
        SkipValidation = true,
    };
}
