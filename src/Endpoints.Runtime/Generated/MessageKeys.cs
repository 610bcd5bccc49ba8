using System.ComponentModel;

namespace Endpoints.Generated;

/// <summary>Takes what was emitted for <see cref="KeepLatestAttribute"/>. Safe to use from any thread.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MessageKeys
{
    /// <summary>Makes the keys of a message type known, before a value of it is sent.</summary>
    /// <param name="read">Reads the key of a value; <see langword="null"/> for none. What it returns is compared by <see cref="object.Equals(object)"/>.</param>
    public static void Add<T>(Func<T, object?> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        MessageKey.Add(read);
    }
}
