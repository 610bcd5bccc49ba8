using System.Diagnostics;
using System.Text;
using Endpoints.Handshake;

namespace Endpoints.Client.Connecting;

/// <summary>The headers that say which trace a handshake belongs to (W3C Trace Context), by the propagator of the process.</summary>
internal static class TraceHeaders
{
    /// <summary>Adds those of the current span, where there is one and the application has not set them itself.</summary>
    /// <param name="headers">The other headers.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> AddTo(IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        if (Activity.Current is not { } span)
        {
            return headers;
        }

        List<KeyValuePair<string, string>> all = [.. headers];
        DistributedContextPropagator.Current.Inject(span, all, static (carrier, name, value) =>
        {
            // Baggage may be any text, and a header may not.
            var sent = (List<KeyValuePair<string, string>>)carrier!;
            if (HttpTokens.IsToken(Encoding.UTF8.GetBytes(name))
                && HeadSyntax.IsValue(Encoding.UTF8.GetBytes(value))
                && !sent.Exists(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)))
            {
                sent.Add(new(name, value));
            }
        });
        return all;
    }
}
