namespace Endpoints;

/// <summary>
/// Reads the typed payloads of an endpoint's handlers, and writes their typed replies, with a codec instead of as JSON.
/// </summary>
/// <remarks>
/// <para>Codecs of the session's sub-protocol come before those of none. Among several, the first that implements
/// <see cref="IWebSocketCodec{T}"/> for a type is taken for it.</para>
/// <para>A codec is created once a process. One whose constructor takes parameters is created once a host, with services from the
/// application's root.</para>
/// </remarks>
/// <param name="codec">
/// A class that implements <see cref="IWebSocketCodec{T}"/>, or a generic one of one type parameter, for example
/// <c>typeof(ProtobufCodec&lt;&gt;)</c>, that the build closes over each payload type.
/// </param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class UseCodecAttribute(Type codec) : Attribute
{
    /// <summary>The codec.</summary>
    public Type Codec { get; } = codec;

    /// <summary>
    /// The sub-protocol whose sessions use it, one of the endpoint's <c>Protocols</c>; all that have no codec of their own when not set.
    /// </summary>
    public string? Protocol { get; set; }
}
