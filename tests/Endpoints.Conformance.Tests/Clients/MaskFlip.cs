using System.Buffers;
using Endpoints.Protocol;

namespace Endpoints.Conformance.Tests.Clients;

/// <summary>
/// Turns the frames of one role into those of the other, byte by byte as they come, right and wrong ones: a mask is taken off where there is
/// one, and put on where there is none. Nothing else about a frame changes, and on purpose none of the runtime's code has part in it.
/// </summary>
internal sealed class MaskFlip
{
    private const byte MaskBit = 0x80;
    private const byte OpcodeBits = 0x0F;
    private const int KeyLength = 4;

    private readonly byte[] _key = new byte[KeyLength];
    private byte _opcode;
    private bool _isMasked;
    private int _headCount;
    private int _lengthBytes;
    private ulong _length;
    private ulong _left;
    private int _at;

    /// <summary>Whether a whole close frame has passed.</summary>
    public bool HasClosed { get; private set; }

    /// <summary>Turns the next bytes.</summary>
    public void Write(ReadOnlySpan<byte> input, ArrayBufferWriter<byte> output)
    {
        while (!input.IsEmpty)
        {
            if (_left == 0)
            {
                WriteHead(input[0], output);
                input = input[1..];
                continue;
            }

            var count = (int)Math.Min(_left, (ulong)input.Length);
            var payload = output.GetSpan(count);
            for (var i = 0; i < count; i++)
            {
                payload[i] = (byte)(input[i] ^ _key[_at]);
                _at = (_at + 1) % KeyLength;
            }

            output.Advance(count);
            input = input[count..];
            _left -= (ulong)count;
            NoteEnd();
        }
    }

    private void WriteHead(byte next, ArrayBufferWriter<byte> output)
    {
        switch (_headCount++)
        {
            case 0:
                _opcode = (byte)(next & OpcodeBits);
                output.Write([next]);
                return;
            case 1:
                _isMasked = (next & MaskBit) != 0;
                var length = next & ~MaskBit;
                _lengthBytes = length switch { 126 => 2, 127 => 8, _ => 0 };
                _length = _lengthBytes == 0 ? (ulong)length : 0;
                output.Write([(byte)(next ^ MaskBit)]);
                break;
            case var place when place < 2 + _lengthBytes:
                _length = (_length << 8) | next;
                output.Write([next]);
                break;
            case var place:
                _key[place - 2 - _lengthBytes] = next;
                break;
        }

        if (_headCount < 2 + _lengthBytes + (_isMasked ? KeyLength : 0))
        {
            return;
        }

        if (!_isMasked)
        {
            ((ReadOnlySpan<byte>)[0xA1, 0xB2, 0xC3, 0xD4]).CopyTo(_key);
            output.Write(_key);
        }

        (_left, _at, _headCount) = (_length, 0, 0);
        NoteEnd();
    }

    private void NoteEnd() => HasClosed |= _left == 0 && _opcode == (byte)Opcode.Close;
}
