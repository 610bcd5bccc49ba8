using System.Collections.Concurrent;

namespace Endpoints;

/// <summary>What makes messages the same thing at different times: see <see cref="KeepLatestAttribute"/>.</summary>
/// <param name="Scope">The type of the messages; <see langword="null"/> for a key that the sender has named.</param>
/// <param name="Value">The key itself.</param>
internal readonly record struct MessageKey(Type? Scope, object Value)
{
    private static readonly ConcurrentDictionary<Type, Func<object, object?>> ByType = new();

    /// <summary>A key that the sender names.</summary>
    public static MessageKey Named(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new MessageKey(null, key);
    }

    /// <summary>Makes the keys of a type known. Safe to use from any thread.</summary>
    public static void Add<T>(Func<T, object?> read)
    {
        Volatile.Write(ref Of<T>.Read, read);
        ByType[typeof(T)] = value => read((T)value);
    }

    /// <summary>The key of a value, as the most derived type that has one; false where there is none.</summary>
    public static bool TryFind<T>(T value, out MessageKey key)
    {
        object? found = null;
        var scope = typeof(T);
        if (value is null)
        {
            // Nothing to read.
        }
        else if (!scope.IsValueType && value.GetType() is var actual && actual != scope && ByType.TryGetValue(actual, out var read))
        {
            (scope, found) = (actual, read(value));
        }
        else if (Volatile.Read(ref Of<T>.Read) is { } own)
        {
            found = own(value);
        }

        key = found is null ? default : new MessageKey(scope, found);
        return found is not null;
    }

    private static class Of<T>
    {
        public static Func<T, object?>? Read;
    }
}
