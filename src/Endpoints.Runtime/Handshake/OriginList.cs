using System.Text;
using Endpoints.Grammar;

namespace Endpoints.Handshake;

/// <summary>
/// Origins that are admitted by a list which is known only when the program runs, by the same rules as those that are emitted
/// (<see cref="OriginRules"/>). Nothing here allocates after it was made; safe to call from any thread.
/// </summary>
internal sealed class OriginList
{
    private readonly (byte[] Scheme, byte[] Text)[] _origins;
    private readonly bool _admitsAny;

    /// <param name="patterns">The origins.</param>
    public OriginList(IReadOnlyCollection<OriginPattern> patterns)
    {
        _admitsAny = patterns.Any(pattern => pattern.Kind == OriginPatternKind.Any);
        _origins = [.. patterns.Where(pattern => pattern.Kind != OriginPatternKind.Any).Distinct().Select(Entry)];
    }

    /// <summary>Whether an origin is one of these.</summary>
    /// <param name="origin">The origin as sent; empty for one that cannot be told.</param>
    public bool Admits(ReadOnlySpan<byte> origin)
    {
        if (_admitsAny)
        {
            return true;
        }

        foreach (var (scheme, text) in _origins)
        {
            if (scheme.Length == 0 ? OriginRules.Is(origin, text) : OriginRules.IsSubdomainOf(origin, scheme, text))
            {
                return true;
            }
        }

        return false;
    }

    // Of an exact origin the whole, of sub-domains the scheme and the domain.
    private static (byte[] Scheme, byte[] Text) Entry(OriginPattern pattern) => pattern.Kind == OriginPatternKind.Exact
        ? ([], Encoding.ASCII.GetBytes(pattern.Text))
        : (Encoding.ASCII.GetBytes(pattern.Scheme), Encoding.ASCII.GetBytes(pattern.Authority));
}
