using System.Buffers.Text;

namespace Endpoints.Handshake;

/// <summary>Writes <c>permessage-deflate</c> and its parameters.</summary>
internal ref struct DeflateHeaderWriter
{
    private readonly Span<byte> _destination;

    public DeflateHeaderWriter(Span<byte> destination)
    {
        _destination = destination;
        Append(DeflateParameterList.ExtensionName);
    }

    public int Length { get; private set; }

    public void Append(bool condition, ReadOnlySpan<byte> parameter)
    {
        if (condition)
        {
            Append(parameter);
        }
    }

    public void Append(bool condition, ReadOnlySpan<byte> parameter, int value)
    {
        if (condition)
        {
            Append(parameter);
            Utf8Formatter.TryFormat(value, _destination[Length..], out var written);
            Length += written;
        }
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_destination[Length..]);
        Length += text.Length;
    }
}
