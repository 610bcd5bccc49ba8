using System.ComponentModel;
using System.Globalization;
using System.Text;

namespace Endpoints.Generated;

/// <summary>
/// Builds the path of an endpoint for the emitted <c>PathFor</c>: formats values in the invariant culture, percent-encodes them
/// (RFC 3986 section 2.1), and refuses what the endpoint would not get back as it was given. Not safe for concurrent use.
/// </summary>
/// <param name="template">The route template, for messages.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LinkBuilder(string template)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly StringBuilder _path = new();
    private List<(string Parameter, string? Default)>? _leftOut;
    private string? _parameter;
    private byte[] _value = [];
    private bool _hasQuery;

    /// <summary>The last value, UTF-8 and not encoded: what constraints are asked about.</summary>
    public ReadOnlySpan<byte> Value => _value;

    /// <summary>Appends literal segments.</summary>
    /// <param name="escaped">The segments, each with its slash before it, percent-encoded.</param>
    public void Literal(string escaped)
    {
        FillIn();
        _path.Append(escaped);
    }

    /// <summary>Appends a value as one segment.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="parameter">The C# parameter, for messages.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">It cannot be a segment: empty, <c>.</c> or <c>..</c>, or with a slash.</exception>
    public void Segment<T>(string parameter, T value)
    {
        ArgumentNullException.ThrowIfNull(value, parameter);
        var text = Take(parameter, value);
        if (text.Length == 0)
        {
            throw Refuse("is empty, and a segment needs a character");
        }

        if (text.Contains('/', StringComparison.Ordinal))
        {
            throw Refuse("holds a slash, which a segment cannot; leave it out, or make the parameter a catch-all, {*name}");
        }

        CheckDots(text);
        FillIn();
        _path.Append('/').Append(Uri.EscapeDataString(text));
    }

    /// <summary>Appends a value as one segment, or leaves it out.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="parameter">The C# parameter, for messages.</param>
    /// <param name="value">The value; null leaves it out.</param>
    /// <param name="fallback">What stands for it where a further segment follows; null where that is an error.</param>
    /// <exception cref="ArgumentException">It cannot be a segment.</exception>
    public void OptionalSegment<T>(string parameter, T value, string? fallback)
    {
        if (value is not null)
        {
            Segment(parameter, value);
            return;
        }

        _parameter = null;
        (_leftOut ??= []).Add((parameter, fallback));
    }

    /// <summary>Appends the rest of the path; its slashes stay slashes.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="parameter">The C# parameter, for messages.</param>
    /// <param name="value">The value; null or empty leaves it out.</param>
    /// <exception cref="ArgumentException">It has a segment <c>.</c> or <c>..</c>.</exception>
    public void CatchAll<T>(string parameter, T value)
    {
        var text = value is null ? "" : Take(parameter, value);
        if (text.Length == 0)
        {
            _parameter = null;
            return;
        }

        FillIn();
        foreach (var segment in text.Split('/'))
        {
            CheckDots(segment);
            _path.Append('/').Append(Uri.EscapeDataString(segment));
        }
    }

    /// <summary>Appends a query value.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="parameter">The C# parameter, for messages.</param>
    /// <param name="escapedKey">The key, percent-encoded.</param>
    /// <param name="value">The value.</param>
    public void Query<T>(string parameter, string escapedKey, T value)
    {
        ArgumentNullException.ThrowIfNull(value, parameter);
        OptionalQuery(parameter, escapedKey, value);
    }

    /// <summary>Appends a query value, or leaves it out.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="parameter">The C# parameter, for messages.</param>
    /// <param name="escapedKey">The key, percent-encoded.</param>
    /// <param name="value">The value; null leaves it out.</param>
    public void OptionalQuery<T>(string parameter, string escapedKey, T value)
    {
        if (value is null)
        {
            return;
        }

        if (!_hasQuery && _path.Length == 0)
        {
            _path.Append('/');
        }

        var text = Take(parameter, value);
        _path.Append(_hasQuery ? '&' : '?').Append(escapedKey).Append('=').Append(Uri.EscapeDataString(text));
        _hasQuery = true;
    }

    /// <summary>Refuses the last value where it does not meet a constraint; one that was left out meets all.</summary>
    /// <param name="isMet">Whether it does.</param>
    /// <param name="constraint">The constraint, as written.</param>
    /// <exception cref="ArgumentException">It does not.</exception>
    public void Check(bool isMet, string constraint)
    {
        if (!isMet && _parameter is not null)
        {
            throw Refuse($"does not meet the constraint \"{constraint}\", so the endpoint would not be found");
        }
    }

    /// <summary>The path with its query; at least <c>/</c>.</summary>
    public override string ToString() => _path.Length == 0 ? "/" : _path.ToString();

    /// <summary>The address of a path on a server: the scheme of WebSockets, the base's host and port, its path before the path.</summary>
    /// <param name="baseUri">Where the application is served: <c>http</c>, <c>https</c>, <c>ws</c> or <c>wss</c>.</param>
    /// <param name="pathAndQuery">What <see cref="ToString"/> gave.</param>
    /// <exception cref="ArgumentException">The base is relative or of another scheme.</exception>
    public static Uri ToUri(Uri baseUri, string pathAndQuery)
    {
        ArgumentNullException.ThrowIfNull(baseUri);
        var scheme = !baseUri.IsAbsoluteUri ? null : baseUri.Scheme switch
        {
            "http" or "ws" => "ws",
            "https" or "wss" => "wss",
            _ => null,
        };
        if (scheme is null)
        {
            throw new ArgumentException(
                $"\"{baseUri}\" is no address of a WebSocket server; give an absolute http, https, ws or wss address.", nameof(baseUri));
        }

        return new Uri($"{scheme}://{baseUri.Authority}{baseUri.AbsolutePath.TrimEnd('/')}{pathAndQuery}");
    }

    // Times in the general format have slashes, and no fraction of a second.
    private static string Format<T>(T value) => value switch
    {
        string text => text,
        DateTime or DateTimeOffset or DateOnly or TimeOnly => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };

    private string Take<T>(string parameter, T value)
    {
        _parameter = parameter;
        var text = Format(value);
        try
        {
            _value = StrictUtf8.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            throw Refuse("holds half of a surrogate pair, which no request can carry");
        }

        return text.Contains('\0', StringComparison.Ordinal) ? throw Refuse("holds a NUL character, which servers refuse") : text;
    }

    // A server takes them out of the path, even where they are encoded (RFC 3986 section 5.2.4).
    private void CheckDots(string segment)
    {
        if (segment is "." or "..")
        {
            throw Refuse("is, or has, the segment \".\" or \"..\", which would be taken out of the path");
        }
    }

    private void FillIn()
    {
        foreach (var (parameter, fallback) in _leftOut ?? [])
        {
            if (fallback is null)
            {
                throw new ArgumentException(
                    $"The path \"{template}\" cannot leave '{parameter}' out when something follows it; give it a value.", parameter);
            }

            _path.Append('/').Append(Uri.EscapeDataString(fallback));
        }

        _leftOut = null;
    }

    private ArgumentException Refuse(string reason) => new($"The value of '{_parameter}' in \"{template}\" {reason}.", _parameter);
}
