using System.Net;
using System.Security.Claims;
using Endpoints.Dispatch;
using Endpoints.Transport.Linux.Native;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Transport.Linux.Sessions;

/// <summary>What the loop knows of a connection: the peer's address, packed until somebody asks, and services that are made when somebody does.</summary>
/// <param name="scopes">Where services come from.</param>
internal sealed class LoopConnectionFacts(IServiceScopeFactory scopes) : ConnectionFacts(scopes)
{
    private readonly PackedEndPoint _remote;

    /// <summary>Never: the loop has no TLS.</summary>
    public override bool IsSecure { get; init; }

    /// <inheritdoc/>
    /// <remarks>Peers by Unix sockets have none.</remarks>
    public override EndPoint? RemoteEndPoint
    {
        get => _remote.ToEndPoint();
        init => _remote = value is IPEndPoint endPoint ? new PackedEndPoint(endPoint) : default;
    }

    public override EndPoint? LocalEndPoint { get; init; }

    /// <summary>Nobody: the loop authenticates nobody.</summary>
    public override ClaimsPrincipal? User { get; init; }
}
