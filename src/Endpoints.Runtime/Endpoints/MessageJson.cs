using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace Endpoints;

/// <summary>
/// Writes <see cref="MessageAttribute"/> types as handlers' replies are written, for what is sent by a session's own methods, for example
/// to many sessions at once. Safe to use from any thread.
/// </summary>
public static class MessageJson
{
    /// <summary>The value as a JSON object that begins with its discriminator.</summary>
    /// <param name="value">The value; its type has <see cref="MessageAttribute"/>.</param>
    /// <param name="typeInfo">How to write it, from the application's <c>JsonSerializerContext</c>.</param>
    /// <param name="discriminator">The discriminating property, as the endpoint has it.</param>
    /// <exception cref="ArgumentException">The type has no <see cref="MessageAttribute"/>.</exception>
    /// <exception cref="InvalidOperationException">The type is not written as a JSON object, or has a property of that name.</exception>
    public static byte[] SerializeToUtf8Bytes<T>(T value, JsonTypeInfo<T> typeInfo, string discriminator = "type")
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        ArgumentNullException.ThrowIfNull(discriminator);
        var name = NameOf<T>.Value
            ?? throw new ArgumentException($"'{typeof(T)}' has no [Message(...)]; without one, use JsonSerializer.", nameof(value));
        using var output = PayloadWriter.Rent();
        new MessageJsonWriter<T>(typeInfo, discriminator, name).Write(output, value);
        return output.Written.ToArray();
    }

    private static class NameOf<T>
    {
        public static readonly string? Value = typeof(T).GetCustomAttribute<MessageAttribute>(inherit: false)?.Discriminator;
    }
}
