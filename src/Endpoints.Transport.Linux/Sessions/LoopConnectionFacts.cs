using System.Net;
using System.Security.Claims;
using Endpoints.Dispatch;
using Endpoints.Transport.Linux.Native;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Transport.Linux.Sessions;

/// <summary>What the loop knows of a connection: the peer's address, packed until somebody asks, and services that are made when somebody does.</summary>
internal abstract class LoopConnectionFacts : ConnectionFacts
{
    private readonly LocalEnd _end;

    private LoopConnectionFacts(LocalEnd end) => _end = end;

    public override string? Door
    {
        get => "loop";
        init => throw new NotSupportedException("There is one name.");
    }

    /// <summary>Never: the loop has no TLS.</summary>
    public override bool IsSecure
    {
        get => false;
        init => throw new NotSupportedException("The loop has no TLS.");
    }

    /// <inheritdoc/>
    /// <remarks>Peers by Unix sockets have none.</remarks>
    public override EndPoint? RemoteEndPoint
    {
        get => null;
        init => throw new NotSupportedException("It is known when this is created.");
    }

    public override EndPoint? LocalEndPoint
    {
        get => _end.EndPoint;
        init => throw new NotSupportedException("It is part of the local end.");
    }

    /// <summary>Nobody: the loop authenticates nobody.</summary>
    public override ClaimsPrincipal? User
    {
        get => null;
        init => throw new NotSupportedException("The loop authenticates nobody.");
    }

    protected override IServiceScopeFactory Scopes => _end.Services;

    /// <summary>What is known of a connection.</summary>
    /// <param name="end">What all connections to the same address share.</param>
    /// <param name="remote">The peer's address.</param>
    public static LoopConnectionFacts Of(LocalEnd end, EndPoint? remote) => remote switch
    {
        IPEndPoint ip when PackedIpv4EndPoint.Fits(ip) => new OfIpv4(end, ip),
        IPEndPoint ip => new OfIpv6(end, ip),
        _ => new OfNoAddress(end),
    };

    private sealed class OfIpv4(LocalEnd end, IPEndPoint remote) : LoopConnectionFacts(end)
    {
        private readonly PackedIpv4EndPoint _remote = new(remote);

        public override EndPoint? RemoteEndPoint => _remote.ToEndPoint();
    }

    private sealed class OfIpv6(LocalEnd end, IPEndPoint remote) : LoopConnectionFacts(end)
    {
        private readonly PackedIpv6EndPoint _remote = new(remote);

        public override EndPoint? RemoteEndPoint => _remote.ToEndPoint();
    }

    private sealed class OfNoAddress(LocalEnd end) : LoopConnectionFacts(end);
}
