namespace Endpoints.Handshake;

/// <summary>Where a header line's name and value stand in the bytes of a request head; the value without white space around it.</summary>
/// <param name="NameStart">Offset of the name.</param>
/// <param name="NameLength">Length of the name, in bytes.</param>
/// <param name="ValueStart">Offset of the value.</param>
/// <param name="ValueLength">Length of the value, in bytes.</param>
public readonly record struct HeaderField(int NameStart, int NameLength, int ValueStart, int ValueLength);
