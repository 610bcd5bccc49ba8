using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using Endpoints.Grammar;
using Microsoft.Extensions.Configuration;

namespace Endpoints.Options.Configuration;

/// <summary>
/// Reads the settings of one section, by name and by hand, so that nothing has to be known of a type when the program runs and a linker may
/// trim it. What has another form than the setting's, and keys that were not asked for, become faults with their full key.
/// </summary>
internal sealed class SectionReader
{
    private readonly IConfigurationSection _section;
    private readonly Dictionary<string, IConfigurationSection> _left;
    private readonly List<string> _known = [];
    private readonly List<string> _faults;

    /// <param name="section">The section.</param>
    /// <param name="faults">Takes a sentence for each fault.</param>
    public SectionReader(IConfigurationSection section, List<string> faults)
    {
        _section = section;
        _faults = faults;
        _left = section.GetChildren().ToDictionary(child => child.Key, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Where the section's settings are, for messages.</summary>
    public SettingPlace Place => new(_section.Path, IsConfigured: true);

    /// <summary>The settings that were asked for and are there.</summary>
    public List<string> Taken { get; } = [];

    /// <summary>A whole number.</summary>
    public void Integer(string key, Action<int> set) => Scalar<int>(key, TryParseNumber, "a whole number", set);

    /// <summary>A whole number, or null for none.</summary>
    public void IntegerOrNone(string key, Action<int?> set) =>
        Scalar<int>(key, TryParseNumber, "a whole number or null", value => set(value), () => set(null));

    /// <summary>A large whole number, or null for none.</summary>
    public void LongOrNone(string key, Action<long?> set) =>
        Scalar<long>(key, TryParseNumber, "a whole number or null", value => set(value), () => set(null));

    /// <summary>A duration, <c>00:00:30</c>.</summary>
    public void Duration(string key, Action<TimeSpan> set) => Scalar<TimeSpan>(key, TryParseDuration, "a duration such as 00:00:30", set);

    /// <summary>A duration, or <c>Infinite</c>.</summary>
    public void DurationOrInfinite(string key, Action<TimeSpan> set) =>
        Scalar<TimeSpan>(key, TryParseDurationOrInfinite, "a duration such as 00:00:30, or Infinite", set);

    /// <summary>True or false.</summary>
    public void Boolean(string key, Action<bool> set) => Scalar<bool>(key, bool.TryParse, "true or false", set);

    /// <summary>The name of one of a few values, in any case.</summary>
    public void Name<T>(string key, Action<T> set)
        where T : struct, Enum =>
        Scalar<T>(key, TryParseName, $"one of {string.Join(", ", Enum.GetNames<T>())}", set);

    /// <summary>A text that is not empty.</summary>
    public void Text(string key, Action<string> set) => Scalar<string>(key, TryParseText, "a text", set);

    /// <summary>A list of texts.</summary>
    public void Texts(string key, Action<string> add)
    {
        foreach (var item in Items(key))
        {
            if (item.Value is { Length: > 0 } text)
            {
                add(text);
            }
            else
            {
                _faults.Add($"{item.Path} is not a text.");
            }
        }
    }

    /// <summary>The sections in a list or in a section.</summary>
    public IEnumerable<IConfigurationSection> Items(string key)
    {
        if (!TryTake(key, out var section))
        {
            return [];
        }

        if (!string.IsNullOrEmpty(section.Value))
        {
            _faults.Add($"{section.Path} is '{section.Value}'; it must be a list or a section.");
        }

        return section.GetChildren();
    }

    /// <summary>A setting that is either true or false or a section; false when it is not there.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">The value; <see langword="null"/> when it is a section.</param>
    /// <param name="section">The section; <see langword="null"/> when it is a value.</param>
    public bool TrySwitchOrSection(string key, out bool? value, out IConfigurationSection? section)
    {
        (value, section) = (null, null);
        if (!TryTake(key, out var found))
        {
            return false;
        }

        if (found.GetChildren().Any())
        {
            section = found;
        }
        else if (bool.TryParse(found.Value, out var isOn))
        {
            value = isOn;
        }
        else
        {
            _faults.Add($"{found.Path} is {Describe(found)}; it must be true, false or a section.");
        }

        return value is not null || section is not null;
    }

    /// <summary>Refuses the keys that nobody has asked for.</summary>
    public void RefuseOthers()
    {
        foreach (var child in _left.Values)
        {
            var instead = EditDistance.Nearest(child.Key, _known) is { } nearest
                ? $"the nearest one is {nearest}"
                : $"there are {string.Join(", ", _known)}";
            _faults.Add($"{child.Path} is no setting; {instead}.");
        }
    }

    private delegate bool Parser<T>(string? text, [MaybeNullWhen(false)] out T value);

    private static string Describe(IConfigurationSection section) =>
        string.IsNullOrEmpty(section.Value) ? section.GetChildren().Any() ? "a section" : "empty" : $"'{section.Value}'";

    private void Scalar<T>(string key, Parser<T> parse, string form, Action<T> set, Action? unset = null)
    {
        if (!TryTake(key, out var section))
        {
            return;
        }

        if (unset is not null && string.IsNullOrEmpty(section.Value) && !section.GetChildren().Any())
        {
            unset();
        }
        else if (parse(section.Value, out var value))
        {
            set(value);
        }
        else
        {
            _faults.Add($"{section.Path} is {Describe(section)}; it must be {form}.");
        }
    }

    private bool TryTake(string key, [NotNullWhen(true)] out IConfigurationSection? section)
    {
        _known.Add(key);
        if (!_left.Remove(key, out section))
        {
            return false;
        }

        Taken.Add(key);
        return true;
    }

    private static bool TryParseNumber<T>(string? text, [MaybeNullWhen(false)] out T value)
        where T : INumberBase<T> =>
        T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    // With a colon, because the platform takes a plain number for days.
    private static bool TryParseDuration(string? text, out TimeSpan value)
    {
        value = default;
        return text is not null && text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out value);
    }

    private static bool TryParseDurationOrInfinite(string? text, out TimeSpan value)
    {
        value = Timeout.InfiniteTimeSpan;
        return string.Equals(text, "Infinite", StringComparison.OrdinalIgnoreCase) || TryParseDuration(text, out value);
    }

    // Names only: the platform takes numbers for them, too.
    private static bool TryParseName<T>(string? text, out T value)
        where T : struct, Enum
    {
        foreach (var known in Enum.GetValues<T>())
        {
            if (string.Equals(text, known.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                value = known;
                return true;
            }
        }

        value = default;
        return false;
    }

    private static bool TryParseText(string? text, out string value)
    {
        value = text ?? "";
        return value.Length > 0;
    }
}
