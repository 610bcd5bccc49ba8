namespace Endpoints.Handshake;

/// <summary>What <see cref="ExtensionReader.Read"/> found.</summary>
internal enum ExtensionPart
{
    /// <summary>The line has ended.</summary>
    End,

    /// <summary>An extension begins; its parameters follow.</summary>
    Extension,

    /// <summary>A parameter of the extension before it.</summary>
    Parameter,

    /// <summary>What comes does not follow the grammar; there is no more to read.</summary>
    Malformed,
}

/// <summary>
/// Reads one line of <c>Sec-WebSocket-Extensions</c> (RFC 6455 section 9.1): extensions with commas between them, each with parameters
/// behind semicolons. A value is a token, or a quoted string that is one once its quotes and escapes are gone. Allocates nothing.
/// </summary>
/// <remarks>
/// White space may stand around every separator, <c>=</c> included, as the RFC's grammar (RFC 2616 section 2.1) has it. Empty elements
/// of the list are skipped (RFC 9110 section 5.6.1.2).
/// </remarks>
internal ref struct ExtensionReader(ReadOnlySpan<byte> line)
{
    private ReadOnlySpan<byte> _rest = HttpTokens.TrimWhitespace(line);
    private bool _isInExtension;

    /// <summary>The name of the extension or of the parameter that was found.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The parameter's value without its quotes, escapes left in; empty when it has none.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    public bool HasValue { get; private set; }

    /// <summary>Goes to the next extension or parameter.</summary>
    public ExtensionPart Read()
    {
        Value = default;
        HasValue = false;
        if (!_isInExtension)
        {
            while (TrySkip((byte)','))
            {
            }

            if (_rest.IsEmpty)
            {
                return ExtensionPart.End;
            }

            _isInExtension = true;
            return TryReadToken(out var name) ? Found(ExtensionPart.Extension, name) : Malformed();
        }

        if (_rest.IsEmpty || _rest[0] == ',')
        {
            _isInExtension = false;
            return Read();
        }

        if (!TrySkip((byte)';') || !TryReadToken(out var parameter))
        {
            return Malformed();
        }

        if (TrySkip((byte)'='))
        {
            HasValue = true;
            if (!TryReadValue(out var value))
            {
                return Malformed();
            }

            Value = value;
        }

        return Found(ExtensionPart.Parameter, parameter);
    }

    private ExtensionPart Found(ExtensionPart part, ReadOnlySpan<byte> name)
    {
        Name = name;
        return part;
    }

    private ExtensionPart Malformed()
    {
        _rest = default;
        _isInExtension = false;
        return ExtensionPart.Malformed;
    }

    private bool TrySkip(byte separator)
    {
        if (_rest.IsEmpty || _rest[0] != separator)
        {
            return false;
        }

        _rest = HttpTokens.TrimWhitespace(_rest[1..]);
        return true;
    }

    private bool TryReadToken(out ReadOnlySpan<byte> token)
    {
        token = _rest[..HttpTokens.GetTokenLength(_rest)];
        _rest = HttpTokens.TrimWhitespace(_rest[token.Length..]);
        return !token.IsEmpty;
    }

    private bool TryReadValue(out ReadOnlySpan<byte> value)
    {
        if (_rest.IsEmpty || _rest[0] != '"')
        {
            return TryReadToken(out value);
        }

        var position = 1;
        while (position < _rest.Length && _rest[position] != '"')
        {
            if (_rest[position] == '\\')
            {
                position++;
            }

            if (position == _rest.Length || !HttpTokens.IsToken(_rest.Slice(position, 1)))
            {
                value = default;
                return false;
            }

            position++;
        }

        if (position == 1 || position == _rest.Length)
        {
            value = default;
            return false;
        }

        value = _rest[1..position];
        _rest = HttpTokens.TrimWhitespace(_rest[(position + 1)..]);
        return true;
    }
}
