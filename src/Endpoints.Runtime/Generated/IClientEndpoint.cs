using System.ComponentModel;

namespace Endpoints.Generated;

/// <summary>
/// What the build adds to a class with <see cref="WebSocketClientEndpointAttribute"/>, so that a client reaches it by its type alone. Not to be
/// implemented by hand.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IClientEndpoint
{
    /// <summary>The sub-protocols to offer.</summary>
    static abstract IReadOnlyList<string> Protocols { get; }

    /// <summary>Binds the values and creates the instance of a session. Exceptions of the constructor pass through.</summary>
    /// <param name="handshake">The handshake; its <see cref="WebSocketHandshake.Services"/> fill the constructor.</param>
    static abstract EndpointActivation Activate(WebSocketHandshake handshake);
}
