namespace Endpoints.Fuzz.Engine;

/// <summary>What a target demands of the code under test does not hold.</summary>
internal sealed class BrokenInvariantException(string invariant) : Exception(invariant)
{
    public static void Demand(bool condition, string invariant)
    {
        if (!condition)
        {
            throw new BrokenInvariantException(invariant);
        }
    }

    public static void Same<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new BrokenInvariantException($"{what}: expected {expected}, was {actual}");
        }
    }
}
