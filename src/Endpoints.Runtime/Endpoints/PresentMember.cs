using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Endpoints.Backplanes;

namespace Endpoints;

/// <summary>A session that is in a group, as it was at one moment. Immutable, and refers to no session: it can be kept.</summary>
public sealed class PresentMember
{
    /// <summary>Longest metadata, in bytes of JSON as UTF-8.</summary>
    public const int MaxMetadataSize = 4096;

    internal PresentMember(string? nodeId, string sessionId, string? user, DateTimeOffset since, ReadOnlyMemory<byte> metadata) =>
        (NodeId, SessionId, User, Since, Metadata) = (nodeId, sessionId, user, since, metadata);

    /// <summary>The process that has the session, as <see cref="IWebSocketCluster.GetNodes"/> calls it; <see langword="null"/> for the one that is asked.</summary>
    public string? NodeId { get; }

    /// <summary>The session's <see cref="WebSocketSession.Id"/>, which is unique in its process.</summary>
    public string SessionId { get; }

    /// <summary>The session's user, as <see cref="IWebSocketSessions{TEndpoint}.User"/> names them; <see langword="null"/> for nobody.</summary>
    public string? User { get; }

    /// <summary>
    /// When the session joined the group, in UTC; for one that was a member before anybody asked for the presence of its endpoint, when somebody
    /// did. By the clock of the session's process.
    /// </summary>
    public DateTimeOffset Since { get; }

    /// <summary>What the session tells of itself, as JSON in UTF-8 (see <see cref="WebSocketSession.SetPresence{T}(T, JsonTypeInfo{T})"/>); empty for nothing.</summary>
    public ReadOnlyMemory<byte> Metadata { get; }

    /// <summary>Reads <see cref="Metadata"/>.</summary>
    /// <param name="typeInfo">How to read it, from the application's <c>JsonSerializerContext</c>.</param>
    /// <returns>The value, a new one each time; the default of its type where there is no metadata.</returns>
    /// <exception cref="JsonException">It is the JSON of something else.</exception>
    public T? GetMetadata<T>(JsonTypeInfo<T> typeInfo)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        return Metadata.IsEmpty ? default : JsonSerializer.Deserialize(Metadata.Span, typeInfo);
    }

    /// <summary>The same session with other metadata.</summary>
    internal PresentMember With(ReadOnlyMemory<byte> metadata) => new(NodeId, SessionId, User, Since, metadata);

    /// <summary>Whether the same is told of the same session.</summary>
    internal bool IsSameAs(PresentMember other) =>
        NodeId == other.NodeId && SessionId == other.SessionId && User == other.User && Since == other.Since && Metadata.Span.SequenceEqual(other.Metadata.Span);
}
