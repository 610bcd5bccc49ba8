using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Endpoints;

/// <summary>What makes messages the same thing at different times: see <see cref="KeepLatestAttribute"/>.</summary>
/// <param name="Scope">The type of the messages by its full name; <see langword="null"/> for a key that the sender has named.</param>
/// <param name="Value">The key itself: a text wherever that says all of it, so that it is the same in other processes.</param>
internal readonly record struct MessageKey(string? Scope, object Value)
{
    // A text begins with one of these; a type's name has no separator.
    private const char NamedMark = 'n';
    private const char TypedMark = 't';
    private const char Separator = '\0';

    private static readonly ConcurrentDictionary<Type, Func<object, object?>> ByType = new();

    /// <summary>The key for other processes; <see langword="null"/> for one that means nothing there.</summary>
    public string? Text => (Scope, Value) switch
    {
        (null, string text) => NamedMark + text,
        (not null, string text) => $"{TypedMark}{Scope}{Separator}{text}",
        _ => null,
    };

    /// <summary>A key that the sender names.</summary>
    public static MessageKey Named(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new MessageKey(null, key);
    }

    /// <summary>The key that another process has sent.</summary>
    /// <param name="text">Its <see cref="Text"/>.</param>
    /// <param name="key">The key; equal to the one that it was there.</param>
    public static bool TryParse(string text, out MessageKey key)
    {
        key = default;
        if (text.StartsWith(NamedMark))
        {
            key = new MessageKey(null, text[1..]);
            return true;
        }

        var end = text.IndexOf(Separator, StringComparison.Ordinal);
        if (!text.StartsWith(TypedMark) || end < 0)
        {
            return false;
        }

        key = new MessageKey(text[1..end], text[(end + 1)..]);
        return true;
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

        key = found is null ? default : new MessageKey(scope.FullName, AsText(found) ?? found);
        return found is not null;
    }

    /// <summary>A value of the platform's simple types, or several of them, as a text that no other value has; <see langword="null"/> for others.</summary>
    private static string? AsText(object value) => value switch
    {
        string text => text,
        DateTime or DateTimeOffset or DateOnly or TimeOnly => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
        Guid or TimeSpan => value.ToString(),
        ITuple several => AsText(several),
        IConvertible simple when Type.GetTypeCode(value.GetType()) != TypeCode.Object => simple.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string? AsText(ITuple several)
    {
        var all = "";
        for (var i = 0; i < several.Length; i++)
        {
            // With its length, so that ("a", "bc") is not ("ab", "c").
            if (several[i] is null)
            {
                all += '-';
            }
            else if (AsText(several[i]!) is { } text)
            {
                all += string.Create(CultureInfo.InvariantCulture, $"{text.Length}:{text}");
            }
            else
            {
                return null;
            }
        }

        return all;
    }

    private static class Of<T>
    {
        public static Func<T, object?>? Read;
    }
}
