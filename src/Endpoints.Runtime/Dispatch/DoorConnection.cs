using System.Net;
using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Dispatch;

/// <summary>A fresh connection of which the door knows everything at once.</summary>
internal sealed class DoorConnection : ConnectionFacts
{
    private readonly IServiceScopeFactory? _scopes;

    /// <inheritdoc/>
    public DoorConnection(IServiceProvider services)
        : base(services)
    {
    }

    /// <param name="scopes">Where the session's services come from when somebody asks for them.</param>
    public DoorConnection(IServiceScopeFactory scopes) => _scopes = scopes;

    public override string? Door { get; init; }

    public override bool IsSecure { get; init; }

    public override EndPoint? RemoteEndPoint { get; init; }

    public override EndPoint? LocalEndPoint { get; init; }

    public override ClaimsPrincipal? User { get; init; }

    /// <inheritdoc/>
    protected override IServiceScopeFactory? Scopes => _scopes;
}
