using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Endpoints.Generated;

/// <summary>How replies of a <see cref="MessageAttribute"/> type are written: with their discriminator first. Safe to use from any thread.</summary>
/// <param name="typeInfo">How to write the value's own properties.</param>
/// <param name="property">The discriminating property.</param>
/// <param name="discriminator">The message's name.</param>
/// <exception cref="InvalidOperationException">The type has a property of that name itself.</exception>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MessageReply<T>(JsonTypeInfo<T> typeInfo, string property, string discriminator)
{
    internal MessageJsonWriter<T> Writer { get; } = new(typeInfo, property, discriminator);
}
