namespace Endpoints.TestKit.Frames;

/// <summary>How a frame writes its payload length. All but <see cref="Minimal"/> can be wrong on purpose.</summary>
internal enum LengthForm
{
    Minimal,
    Bits7,
    Bits16,
    Bits64,
}
