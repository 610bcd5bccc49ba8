using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Endpoints;

/// <summary>What a session tells of itself to who looks at its groups: see <see cref="IWebSocketPresence{TEndpoint}"/>.</summary>
public abstract partial class WebSocketSession
{
    /// <summary>Sets what the session tells of itself in all its groups, those that it joins later included, in place of what it told before.</summary>
    /// <param name="metadata">The value. It is written at once: changes of the object afterwards change nothing.</param>
    /// <param name="typeInfo">How to write it, from the application's <c>JsonSerializerContext</c>.</param>
    /// <exception cref="ArgumentException">As JSON it is larger than <see cref="PresentMember.MaxMetadataSize"/>.</exception>
    public void SetPresence<T>(T metadata, JsonTypeInfo<T> typeInfo) => SetPresenceJson(WritePresence(metadata, typeInfo));

    /// <summary>Sets what the session tells of itself in one of its groups only, where that goes before what it tells in all of them.</summary>
    /// <param name="group">The group's name.</param>
    /// <param name="metadata">The value. It is written at once: changes of the object afterwards change nothing.</param>
    /// <param name="typeInfo">How to write it, from the application's <c>JsonSerializerContext</c>.</param>
    /// <returns><see langword="false"/> when the session is no member of it.</returns>
    /// <exception cref="ArgumentException">As JSON it is larger than <see cref="PresentMember.MaxMetadataSize"/>.</exception>
    public bool SetPresence<T>(string group, T metadata, JsonTypeInfo<T> typeInfo) => SetPresenceJson(group, WritePresence(metadata, typeInfo));

    /// <summary>
    /// Makes the session a member of a group, and says what it tells of itself there: who watches the group sees both at once
    /// (see <see cref="Join(string)"/> and <see cref="SetPresence{T}(string, T, JsonTypeInfo{T})"/>).
    /// </summary>
    /// <param name="group">The name, compared exactly: 1 to 256 characters.</param>
    /// <param name="metadata">The value. It is written at once: changes of the object afterwards change nothing.</param>
    /// <param name="typeInfo">How to write it, from the application's <c>JsonSerializerContext</c>.</param>
    /// <returns><see langword="false"/> when it is a member already, which tells what it told before, or the session has ended.</returns>
    /// <exception cref="ArgumentException">As JSON it is larger than <see cref="PresentMember.MaxMetadataSize"/>.</exception>
    /// <exception cref="InvalidOperationException">The session is in 1,024 groups already.</exception>
    public bool Join<T>(string group, T metadata, JsonTypeInfo<T> typeInfo) => JoinWithPresence(group, WritePresence(metadata, typeInfo));

    /// <summary>What a session that is of no host tells nobody.</summary>
    internal virtual void SetPresenceJson(byte[] metadata) => throw NoPresence();

    /// <inheritdoc cref="SetPresenceJson(byte[])"/>
    internal virtual bool SetPresenceJson(string group, byte[] metadata) => throw NoPresence();

    /// <inheritdoc cref="SetPresenceJson(byte[])"/>
    internal virtual bool JoinWithPresence(string group, byte[] metadata) => throw NoPresence();

    private static NotSupportedException NoPresence() => new("This session has no presence.");

    private static byte[] WritePresence<T>(T metadata, JsonTypeInfo<T> typeInfo)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        var json = JsonSerializer.SerializeToUtf8Bytes(metadata, typeInfo);
        return json.Length <= PresentMember.MaxMetadataSize
            ? json
            : throw new ArgumentException(
                $"The metadata is {json.Length} bytes as JSON; at most {PresentMember.MaxMetadataSize} are kept for each member of a group, and sent to "
                + "everybody who looks at it.",
                nameof(metadata));
    }
}
