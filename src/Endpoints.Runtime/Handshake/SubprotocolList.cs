using System.ComponentModel;

namespace Endpoints.Handshake;

/// <summary>
/// The sub-protocols that a client offers, in its order of preference, over all <c>Sec-WebSocket-Protocol</c> lines
/// (RFC 6455 section 11.3.4). Names are compared byte for byte: <c>Chat</c> and <c>chat</c> are two protocols.
/// </summary>
/// <remarks>A view over the head, valid as long as the head's bytes are. Walking it allocates nothing.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct SubprotocolList
{
    private readonly HeaderList _elements;

    private SubprotocolList(scoped in HandshakeHead head) => _elements = new HeaderList(head, HandshakeHeaders.WebSocketProtocol);

    /// <summary>The offer of a request.</summary>
    /// <param name="head">The request head, already checked by <see cref="HandshakeRules.CheckUpgrade"/>.</param>
    public static SubprotocolList Of(scoped in HandshakeHead head) => new(head);

    /// <summary>Whether a sub-protocol is offered.</summary>
    /// <param name="token">The sub-protocol, compared byte for byte.</param>
    public bool Contains(ReadOnlySpan<byte> token) => _elements.Contains(token);

    /// <summary>Walks the names in the order in which they were sent; a name sent twice comes twice.</summary>
    public Enumerator GetEnumerator() => new(_elements.GetEnumerator());

    /// <summary>Walks the names of a <see cref="SubprotocolList"/>.</summary>
    public ref struct Enumerator
    {
        private HeaderList.Enumerator _elements;

        internal Enumerator(HeaderList.Enumerator elements) => _elements = elements;

        /// <summary>A name, without white space around it, never empty.</summary>
        public readonly ReadOnlySpan<byte> Current => _elements.Current;

        /// <summary>Goes to the next name.</summary>
        public bool MoveNext() => _elements.MoveNext();
    }
}
