using System.Net;
using System.Security.Claims;

namespace Endpoints.Dispatch;

/// <summary>What a door that reads heads itself knows of a fresh connection.</summary>
/// <param name="Services">The session's services.</param>
internal sealed record DoorConnection(IServiceProvider Services)
{
    /// <summary>Whether the transport is TLS.</summary>
    public bool IsSecure { get; init; }

    /// <summary>The peer's address.</summary>
    public EndPoint? RemoteEndPoint { get; init; }

    /// <summary>The address that the peer connected to.</summary>
    public EndPoint? LocalEndPoint { get; init; }

    /// <summary>Who is signed in; <see langword="null"/> for nobody.</summary>
    public ClaimsPrincipal? User { get; init; }
}
