using System.Collections;
using Endpoints.Connections;

namespace Endpoints.AspNetCore;

/// <summary>Puts a session's identifier into everything that is logged within it. It is made when the first line is.</summary>
internal sealed class SessionLogScope(WebSocketConnection session) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 1;

    public KeyValuePair<string, object?> this[int index] =>
        index == 0 ? new("WebSocketSessionId", session.Id) : throw new ArgumentOutOfRangeException(nameof(index));

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        yield return this[0];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"WebSocketSessionId:{session.Id}";
}
