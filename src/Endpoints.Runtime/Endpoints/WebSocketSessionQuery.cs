using System.Net;

namespace Endpoints;

/// <summary>Which sessions an operator asks for: those that meet all that is set.</summary>
public sealed record WebSocketSessionQuery
{
    /// <summary>Largest <see cref="Limit"/>.</summary>
    public const int MaxLimit = 500;

    /// <summary>The route template of an endpoint or the full name of its class, compared exactly.</summary>
    public string? Endpoint { get; init; }

    /// <summary>A user, compared exactly; see <see cref="IWebSocketSessions{TEndpoint}.User"/>.</summary>
    public string? User { get; init; }

    /// <summary>The name of a group, compared exactly.</summary>
    public string? Group { get; init; }

    /// <summary>The address of the peer, be it written as IPv4 or as IPv6 that stands for it.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The <see cref="WebSocketSessionPage.Next"/> of the page before; <see langword="null"/> for the first page.</summary>
    public string? After { get; init; }

    /// <summary>Most sessions of the page: 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 50;
}
