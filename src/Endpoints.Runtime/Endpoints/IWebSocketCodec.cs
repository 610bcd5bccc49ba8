using System.Buffers;

namespace Endpoints;

/// <summary>
/// Reads and writes values of a type as binary messages; see <see cref="IWebSocketTextCodec{T}"/> for text. An endpoint takes it by
/// <see cref="UseCodecAttribute"/>.
/// </summary>
/// <remarks>There is one instance for all sessions, so it must be safe to use from any thread.</remarks>
public interface IWebSocketCodec<T>
{
    /// <summary>Writes a value as one message.</summary>
    /// <param name="value">The value.</param>
    /// <param name="output">Takes the message; valid until the method returns.</param>
    void Encode(T value, IBufferWriter<byte> output);

    /// <summary>
    /// Reads a message. An exception says that the peer sent what cannot be read: <see cref="OnErrorAttribute"/> handlers get it as
    /// <see cref="UnreadablePayloadException"/>, and where none takes it the session is closed with 1007.
    /// </summary>
    /// <param name="payload">The whole message; in the transport's buffer, valid until the method returns.</param>
    T Decode(ReadOnlySpan<byte> payload);
}

/// <summary>
/// A codec whose messages are text. <see cref="IWebSocketCodec{T}.Decode"/> gets valid UTF-8, and <see cref="IWebSocketCodec{T}.Encode"/>
/// must write valid UTF-8: it is not checked, and a peer closes the connection for anything else (RFC 6455 section 8.1).
/// </summary>
public interface IWebSocketTextCodec<T> : IWebSocketCodec<T>;
