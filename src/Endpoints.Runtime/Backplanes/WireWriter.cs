using System.Buffers;
using System.Buffers.Binary;

namespace Endpoints.Backplanes;

/// <summary>Writes the payload of a message between processes: integers in network order, texts as UTF-16, little-endian, behind their length in bytes (2).</summary>
internal sealed class WireWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public int Length => _bytes.WrittenCount;

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public void Clear() => _bytes.ResetWrittenCount();

    public void WriteByte(byte value)
    {
        _bytes.GetSpan(sizeof(byte))[0] = value;
        _bytes.Advance(sizeof(byte));
    }

    public void WriteUInt16(int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.GetSpan(sizeof(ushort)), checked((ushort)value));
        _bytes.Advance(sizeof(ushort));
    }

    public void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_bytes.GetSpan(sizeof(int)), value);
        _bytes.Advance(sizeof(int));
    }

    public void WriteUInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_bytes.GetSpan(sizeof(ulong)), value);
        _bytes.Advance(sizeof(ulong));
    }

    public void WriteGuid(Guid value)
    {
        value.TryWriteBytes(_bytes.GetSpan(16), bigEndian: true, out var written);
        _bytes.Advance(written);
    }

    public void WriteBytes(ReadOnlySpan<byte> value) => _bytes.Write(value);

    /// <param name="value">At most <see cref="Envelope.LongestName"/>.</param>
    public void WriteText(string value)
    {
        var length = value.Length * sizeof(char);
        WriteUInt16(length);
        Envelope.WriteText(_bytes.GetSpan(length), value);
        _bytes.Advance(length);
    }
}
