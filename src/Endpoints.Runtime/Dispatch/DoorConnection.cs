using System.Net;
using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Dispatch;

/// <summary>A fresh connection of which the door knows everything at once.</summary>
internal sealed class DoorConnection : ConnectionFacts
{
    /// <inheritdoc/>
    public DoorConnection(IServiceProvider services)
        : base(services)
    {
    }

    /// <inheritdoc/>
    public DoorConnection(IServiceScopeFactory scopes)
        : base(scopes)
    {
    }

    public override bool IsSecure { get; init; }

    public override EndPoint? RemoteEndPoint { get; init; }

    public override EndPoint? LocalEndPoint { get; init; }

    public override ClaimsPrincipal? User { get; init; }
}
