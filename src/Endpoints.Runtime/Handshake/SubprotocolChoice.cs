using System.Text;

namespace Endpoints.Handshake;

/// <summary>
/// Agrees on a sub-protocol of a list that is known only when the program runs, as emitted code does (RFC 6455 section 4.2.2, item 5). Nothing
/// here allocates after it was made; safe to call from any thread.
/// </summary>
/// <param name="protocols">The sub-protocols, each a token.</param>
/// <param name="prefersOwnOrder">Whether the order of the list decides, and not the client's.</param>
internal sealed class SubprotocolChoice(IEnumerable<string> protocols, bool prefersOwnOrder)
{
    private readonly byte[][] _protocols = [.. protocols.Select(Encoding.ASCII.GetBytes)];

    /// <summary>The index of the sub-protocol that both sides speak; -1 for none.</summary>
    /// <param name="head">The request head, already checked by <see cref="HandshakeRules.CheckUpgrade"/>.</param>
    public int Select(in HandshakeHead head)
    {
        if (_protocols.Length == 0)
        {
            return -1;
        }

        var offered = SubprotocolList.Of(in head);
        if (prefersOwnOrder)
        {
            for (var i = 0; i < _protocols.Length; i++)
            {
                if (offered.Contains(_protocols[i]))
                {
                    return i;
                }
            }

            return -1;
        }

        foreach (var name in offered)
        {
            var index = IndexOf(name);
            if (index >= 0)
            {
                return index;
            }
        }

        return -1;
    }

    private int IndexOf(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < _protocols.Length; i++)
        {
            if (name.SequenceEqual(_protocols[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
