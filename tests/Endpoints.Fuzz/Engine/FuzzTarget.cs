namespace Endpoints.Fuzz.Engine;

/// <summary>Something that takes any bytes, and what must hold whatever they are.</summary>
internal abstract class FuzzTarget
{
    /// <summary>The name on the command line and of the corpus folder.</summary>
    public abstract string Name { get; }

    /// <summary>Pieces that mutations put in: what chance alone would hardly find.</summary>
    public abstract IReadOnlyList<byte[]> Dictionary { get; }

    /// <summary>Longest input that is worth the time.</summary>
    public virtual int MaxInputLength => 4096;

    /// <summary>The inputs that mutation starts from, by file name. <c>--generate</c> writes them to the corpus.</summary>
    public abstract IEnumerable<(string Name, byte[] Input)> Seeds();

    /// <summary>Runs one input. Throws when an invariant is broken; any other exception is a finding, too.</summary>
    /// <returns>
    /// What the input made happen, in one number. An input with a new one is kept as a start for further mutations, which stands in for
    /// the coverage that other fuzzers measure.
    /// </returns>
    public abstract ulong Run(ReadOnlySpan<byte> input);
}
