using System.ComponentModel;
using System.Text;

namespace Endpoints.Routing;

/// <summary>Compares literal segments of a route template with a path. Allocates nothing; safe to call from any thread.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RouteText
{
    /// <summary>Whether a segment is a literal in any case, as ASP.NET Core compares them (ordinal, UTF-16 units upper-cased).</summary>
    /// <param name="segment">The segment of the decoded path, UTF-8.</param>
    /// <param name="literalUtf8">The literal of the template, UTF-8.</param>
    public static bool EqualsIgnoreCase(ReadOnlySpan<byte> segment, ReadOnlySpan<byte> literalUtf8)
    {
        if (Ascii.IsValid(literalUtf8))
        {
            // False for a segment that is not ASCII, which is right: no other letter upper-cases to an ASCII one here.
            return Ascii.EqualsIgnoreCase(segment, literalUtf8);
        }

        using var left = new Utf16Text(segment, stackalloc char[Utf16Text.StackLength]);
        using var right = new Utf16Text(literalUtf8, stackalloc char[Utf16Text.StackLength]);
        return left.Span.Equals(right.Span, StringComparison.OrdinalIgnoreCase);
    }
}
