using System.Buffers.Binary;

namespace Endpoints.Backplanes;

/// <summary>Reads what <see cref="WireWriter"/> has written. Whatever does not fit reads as nothing, and the whole is not <see cref="IsWhole"/> then.</summary>
/// <param name="bytes">The payload.</param>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;
    private bool _failed;

    /// <summary>Whether there is more, and all before it did fit.</summary>
    public readonly bool HasMore => !_failed && !_rest.IsEmpty;

    /// <summary>Whether all of it was read, and did fit.</summary>
    public readonly bool IsWhole => !_failed && _rest.IsEmpty;

    public byte ReadByte() => Take(sizeof(byte), out var taken) ? taken[0] : (byte)0;

    public ushort ReadUInt16() => Take(sizeof(ushort), out var taken) ? BinaryPrimitives.ReadUInt16BigEndian(taken) : (ushort)0;

    /// <summary>A number that is never negative.</summary>
    public int ReadCount()
    {
        var count = Take(sizeof(int), out var taken) ? BinaryPrimitives.ReadInt32BigEndian(taken) : 0;
        _failed |= count < 0;
        return count;
    }

    public ulong ReadUInt64() => Take(sizeof(ulong), out var taken) ? BinaryPrimitives.ReadUInt64BigEndian(taken) : 0;

    public Guid ReadGuid() => Take(16, out var taken) ? new Guid(taken, bigEndian: true) : default;

    public ReadOnlySpan<byte> ReadBytes(int length) => Take(length, out var taken) ? taken : default;

    public string ReadText()
    {
        int length = ReadUInt16();
        _failed |= length % sizeof(char) != 0;
        return Envelope.TextOf(ReadBytes(length));
    }

    private bool Take(int length, out ReadOnlySpan<byte> taken)
    {
        if (_failed || _rest.Length < length)
        {
            _failed = true;
            taken = default;
            return false;
        }

        taken = _rest[..length];
        _rest = _rest[length..];
        return true;
    }
}
