using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Endpoints.Generated;

/// <summary>Reads messages as JSON. Safe to use from any thread.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class JsonPayload
{
    /// <summary>Reads a message.</summary>
    /// <param name="utf8">The message; copied from where the value keeps it.</param>
    /// <param name="typeInfo">How to read it.</param>
    /// <exception cref="JsonException">It is not JSON, does not fit the type, or is <c>null</c>.</exception>
    public static T Read<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> typeInfo) =>
        ReadOrNull(utf8, typeInfo) is { } value ? value : throw new UnreadablePayloadException("The message is null.");

    /// <summary>Reads a message that may be <c>null</c>.</summary>
    /// <param name="utf8">The message; copied from where the value keeps it.</param>
    /// <param name="typeInfo">How to read it.</param>
    /// <exception cref="JsonException">It is not JSON or does not fit the type.</exception>
    public static T? ReadOrNull<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> typeInfo)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, typeInfo);
        }
        catch (JsonException error)
        {
            throw new UnreadablePayloadException(error.Message, error);
        }
        catch (NotSupportedException error) when (typeInfo.PolymorphismOptions is not null)
        {
            // What the serializer says of an abstract contract without its discriminator; the peer left it out.
            throw new UnreadablePayloadException(error.Message, error);
        }
    }
}
