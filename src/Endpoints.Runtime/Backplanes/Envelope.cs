using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Endpoints.Backplanes;

/// <summary>
/// A message between processes, read in place. Version 1, integers in network order: <c>57 42</c>, version, kind, sequence (8), node (16), audience (1), bytes of
/// the endpoint's key (2), bytes of the name (2); then key and name as UTF-16, little-endian, for names are compared code unit by code unit; then
/// the payload to the end.
/// </summary>
internal readonly ref struct Envelope
{
    public const int HeaderSize = 33;

    /// <summary>Longest key or name, in UTF-16 code units.</summary>
    public const int LongestName = 4096;

    private const byte Version = 1;
    private const int SequenceAt = 4;

    private Envelope(ReadOnlySpan<byte> bytes, int keyLength, int nameLength)
    {
        Kind = (EnvelopeKind)bytes[3];
        Sequence = BinaryPrimitives.ReadUInt64BigEndian(bytes[SequenceAt..]);
        Node = new Guid(bytes.Slice(12, 16), bigEndian: true);
        Audience = (AudienceKind)bytes[28];
        Key = bytes.Slice(HeaderSize, keyLength);
        Name = bytes.Slice(HeaderSize + keyLength, nameLength);
        Payload = bytes[(HeaderSize + keyLength + nameLength)..];
    }

    public EnvelopeKind Kind { get; }

    /// <summary>Counts what a process has published, from 1.</summary>
    public ulong Sequence { get; }

    /// <summary>The process that has sent it.</summary>
    public Guid Node { get; }

    public AudienceKind Audience { get; }

    /// <summary>The endpoint, as UTF-16.</summary>
    public ReadOnlySpan<byte> Key { get; }

    /// <summary>The group or the user, as UTF-16.</summary>
    public ReadOnlySpan<byte> Name { get; }

    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Reads a message; false, with the reason, for anything that is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Envelope envelope, out string fault)
    {
        envelope = default;
        if (bytes.Length < HeaderSize)
        {
            fault = "too short";
            return false;
        }

        if (bytes[0] != 'W' || bytes[1] != 'B')
        {
            fault = "not of a WebSocket backplane";
            return false;
        }

        if (bytes[2] != Version)
        {
            fault = "of another version";
            return false;
        }

        int keyLength = BinaryPrimitives.ReadUInt16BigEndian(bytes[29..]);
        int nameLength = BinaryPrimitives.ReadUInt16BigEndian(bytes[31..]);
        if (((keyLength | nameLength) & 1) != 0
            || keyLength > LongestName * sizeof(char)
            || nameLength > LongestName * sizeof(char)
            || HeaderSize + keyLength + nameLength > bytes.Length)
        {
            fault = "its lengths do not fit";
            return false;
        }

        if (bytes[28] > (byte)AudienceKind.User)
        {
            fault = "an audience that there is not";
            return false;
        }

        envelope = new Envelope(bytes, keyLength, nameLength);
        fault = "";
        return true;
    }

    /// <summary>How many bytes a message takes.</summary>
    public static long SizeOf(string key, string? name, int payloadLength) =>
        HeaderSize + (((long)key.Length + (name?.Length ?? 0)) * sizeof(char)) + payloadLength;

    /// <summary>Writes a message, but for its sequence, into an array of the shared pool.</summary>
    /// <param name="node">This process.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="audience">Of whom the name is.</param>
    /// <param name="key">The endpoint, at most <see cref="LongestName"/>.</param>
    /// <param name="name">The name, at most as long.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="length">How long it has become.</param>
    public static byte[] Write(
        Guid node, EnvelopeKind kind, AudienceKind audience, string key, string? name, ReadOnlySpan<byte> payload, out int length)
    {
        length = checked((int)SizeOf(key, name, payload.Length));
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        bytes[0] = (byte)'W';
        bytes[1] = (byte)'B';
        bytes[2] = Version;
        bytes[3] = (byte)kind;
        node.TryWriteBytes(bytes.AsSpan(12), bigEndian: true, out _);
        bytes[28] = (byte)audience;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(29), (ushort)(key.Length * sizeof(char)));
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(31), (ushort)((name?.Length ?? 0) * sizeof(char)));
        var rest = WriteText(bytes.AsSpan(HeaderSize, length - HeaderSize), key);
        rest = WriteText(rest, name);
        payload.CopyTo(rest);
        return bytes;
    }

    /// <summary>Numbers a message, when it is its turn.</summary>
    public static void SetSequence(Span<byte> bytes, ulong sequence) => BinaryPrimitives.WriteUInt64BigEndian(bytes[SequenceAt..], sequence);

    /// <summary>A key or a name as text.</summary>
    public static string TextOf(ReadOnlySpan<byte> utf16)
    {
        if (BitConverter.IsLittleEndian)
        {
            return new string(MemoryMarshal.Cast<byte, char>(utf16));
        }

        return string.Create(utf16.Length / sizeof(char), utf16, static (text, bytes) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = (char)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(i * sizeof(char))..]);
            }
        });
    }

    /// <summary>Writes a key or a name; what is left of the span.</summary>
    public static Span<byte> WriteText(Span<byte> to, string? text)
    {
        foreach (var character in text ?? "")
        {
            BinaryPrimitives.WriteUInt16LittleEndian(to, character);
            to = to[sizeof(char)..];
        }

        return to;
    }
}
