using System.Text;

namespace Endpoints.Handshake;

/// <summary>
/// The values of all lines of one header, in the order in which they were sent. The name is compared in any case
/// (RFC 9110 section 5.1). A view over the head: <c>foreach</c> over it allocates nothing.
/// </summary>
internal readonly ref struct HeaderLines
{
    private readonly HandshakeHead _head;
    private readonly ReadOnlySpan<byte> _name;

    /// <summary>Creates a view.</summary>
    /// <param name="head">The request head.</param>
    /// <param name="name">The header's name, in any case.</param>
    public HeaderLines(scoped in HandshakeHead head, ReadOnlySpan<byte> name)
    {
        _head = head;
        _name = name;
    }

    public Enumerator GetEnumerator() => new(_head, _name);

    /// <summary>Reads a header that may stand in one line only.</summary>
    /// <param name="value">The value of the first line; empty when there is none.</param>
    /// <returns>How many lines there are, counted up to 2.</returns>
    public int ReadSingle(out ReadOnlySpan<byte> value)
    {
        value = default;
        var lines = GetEnumerator();
        if (!lines.MoveNext())
        {
            return 0;
        }

        value = lines.Current;
        return lines.MoveNext() ? 2 : 1;
    }

    /// <summary>Walks the lines.</summary>
    public ref struct Enumerator
    {
        private readonly HandshakeHead _head;
        private readonly ReadOnlySpan<byte> _name;
        private int _index;

        internal Enumerator(scoped in HandshakeHead head, ReadOnlySpan<byte> name)
        {
            _head = head;
            _name = name;
            _index = -1;
        }

        /// <summary>The value of the line, without white space around it.</summary>
        public readonly ReadOnlySpan<byte> Current => _head.GetValue(_index);

        public bool MoveNext()
        {
            while (++_index < _head.HeaderCount)
            {
                if (Ascii.EqualsIgnoreCase(_head.GetName(_index), _name))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
