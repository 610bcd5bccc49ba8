using System.Text;

namespace Endpoints.Handshake;

/// <summary>
/// The elements of a comma-separated header over all of its lines, in the order in which they were sent (RFC 9110 section 5.3):
/// without the white space around them, and without the empty ones that section 5.6.1.2 tells recipients to ignore.
/// Quoted strings are not known here; the headers of a handshake that this reads hold tokens only.
/// </summary>
internal readonly ref struct HeaderList
{
    private readonly HeaderLines _lines;

    /// <summary>Creates a view.</summary>
    /// <param name="head">The request head.</param>
    /// <param name="name">The header's name, in any case.</param>
    public HeaderList(scoped in HandshakeHead head, ReadOnlySpan<byte> name) => _lines = new HeaderLines(head, name);

    public Enumerator GetEnumerator() => new(_lines);

    /// <summary>Whether an element is there, compared byte for byte.</summary>
    public bool Contains(ReadOnlySpan<byte> element)
    {
        foreach (var candidate in this)
        {
            if (candidate.SequenceEqual(element))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an element is there, in any case.</summary>
    public bool ContainsIgnoreCase(ReadOnlySpan<byte> element)
    {
        foreach (var candidate in this)
        {
            if (Ascii.EqualsIgnoreCase(candidate, element))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Walks the elements.</summary>
    public ref struct Enumerator
    {
        private HeaderLines.Enumerator _lines;
        private ReadOnlySpan<byte> _rest;

        internal Enumerator(HeaderLines lines) => _lines = lines.GetEnumerator();

        /// <summary>The element.</summary>
        public ReadOnlySpan<byte> Current { get; private set; }

        public bool MoveNext()
        {
            while (true)
            {
                if (_rest.IsEmpty)
                {
                    if (!_lines.MoveNext())
                    {
                        return false;
                    }

                    _rest = _lines.Current;
                }

                var comma = _rest.IndexOf((byte)',');
                var element = comma < 0 ? _rest : _rest[..comma];
                _rest = comma < 0 ? default : _rest[(comma + 1)..];
                Current = HttpTokens.TrimWhitespace(element);
                if (!Current.IsEmpty)
                {
                    return true;
                }
            }
        }
    }
}
