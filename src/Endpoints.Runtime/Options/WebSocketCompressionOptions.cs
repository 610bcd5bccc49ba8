namespace Endpoints.Options;

/// <summary>Compression of messages, permessage-deflate (RFC 7692), for clients that offer it.</summary>
/// <remarks>
/// <para>Compressed secrets next to text that an attacker chooses leak through the length of the message, even inside TLS (RFC 7692
/// section 8, CRIME and BREACH). Leave it off for endpoints that send such messages.</para>
/// <para>A context is what one direction of a session remembers of its earlier messages. Without takeover there is none between two
/// messages, and contexts are shared by all sessions; with it each session keeps up to 344 KiB for sending and 42 KiB for receiving.</para>
/// </remarks>
public sealed class WebSocketCompressionOptions
{
    /// <summary>
    /// Smallest message that is compressed, in bytes; smaller ones are sent as they are. Default 256: below that, a message without a
    /// context has hardly anything to refer to, and fits into one network packet either way. 0 compresses all but empty messages.
    /// </summary>
    public int Threshold { get; set; } = 256;

    /// <summary>
    /// Whether messages that the server sends may refer to those before them. Compresses small, similar messages far better, for
    /// memory in each session. Off by default; a client can refuse it.
    /// </summary>
    public bool ServerContextTakeover { get; set; }

    /// <summary>Whether messages that the client sends may refer to those before them. Off by default; a client can refuse it.</summary>
    public bool ClientContextTakeover { get; set; }

    /// <summary>
    /// Largest window that the server compresses with, as a power of two in bytes: 9 to 15, the default. 8, which RFC 7692 knows, too,
    /// is beyond zlib: a client that demands it gets no compression.
    /// </summary>
    public int ServerMaxWindowBits { get; set; } = 15;

    /// <summary>
    /// Largest window that clients may compress with, as a power of two in bytes: 9 to 15, the default. A client that does not let its
    /// window be limited gets no compression when this is below 15.
    /// </summary>
    public int ClientMaxWindowBits { get; set; } = 15;

    /// <summary>The same values, for somebody who changes some.</summary>
    internal WebSocketCompressionOptions Copy() => (WebSocketCompressionOptions)MemberwiseClone();
}
