using System.Diagnostics.CodeAnalysis;

namespace Endpoints;

/// <summary>Typed access to <see cref="WebSocketSession.Items"/>, which are not synchronised.</summary>
public static class WebSocketSessionItemExtensions
{
    /// <summary>Finds a value; one of another type under that name counts as none.</summary>
    /// <param name="session">The session.</param>
    /// <param name="key">Where it is kept.</param>
    /// <param name="value">The value.</param>
    public static bool TryGetItem<T>(this WebSocketSession session, SessionItemKey<T> key, [MaybeNullWhen(false)] out T value)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (session.Items.TryGetValue(key.Name, out var item) && item is T typed)
        {
            value = typed;
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>Keeps a value with the session, in the place of what was there.</summary>
    /// <param name="session">The session.</param>
    /// <param name="key">Where to keep it.</param>
    /// <param name="value">The value.</param>
    public static void SetItem<T>(this WebSocketSession session, SessionItemKey<T> key, T value)
    {
        ArgumentNullException.ThrowIfNull(session);
        session.Items[key.Name] = value;
    }
}
