namespace Endpoints;

/// <summary>
/// Names a message on the wire. A typed <see cref="OnMessageAttribute"/> handler of the type runs for JSON objects whose discriminator, the
/// property that <see cref="WebSocketEndpointAttribute.Discriminator"/> names, holds the name; a handler's reply of the type is written
/// with it as the first property.
/// </summary>
/// <param name="discriminator">1 to 128 bytes of UTF-8, compared exactly.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class MessageAttribute(string discriminator) : Attribute
{
    /// <summary>The name on the wire.</summary>
    public string Discriminator { get; } = discriminator;
}
