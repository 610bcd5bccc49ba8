using System.Buffers;
using System.Text;
using Endpoints.Handshake;

namespace Endpoints.Client.Connecting;

/// <summary>The header lines of a response that the platform has read, as the bytes that the rules for responses read.</summary>
internal sealed class ResponseFields
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<HeaderField> _fields = [];

    private ResponseFields()
    {
    }

    /// <summary>Copies them.</summary>
    /// <exception cref="WebSocketHandshakeException">There are more than a response may have.</exception>
    public static ResponseFields Of(HttpResponseMessage response)
    {
        var fields = new ResponseFields();
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            foreach (var value in values)
            {
                fields.Add(name, value);
            }
        }

        return fields;
    }

    /// <summary>A view of them.</summary>
    public HandshakeHead ToHead() => new(HandshakeKind.ExtendedConnect, false, default, default, _bytes.WrittenSpan, _fields.ToArray());

    private void Add(string name, string value)
    {
        if (_fields.Count == ResponseReader.MaxHeaders)
        {
            throw new WebSocketHandshakeException(ResponseFaults.Describe(ResponseFault.TooManyHeaders));
        }

        var (nameStart, nameLength) = Append(name);
        var (valueStart, valueLength) = Append(value.Trim(' ', '\t'));
        _fields.Add(new HeaderField(nameStart, nameLength, valueStart, valueLength));
    }

    private (int Start, int Length) Append(string text)
    {
        var start = _bytes.WrittenCount;
        return (start, (int)Encoding.UTF8.GetBytes(text, _bytes));
    }
}
