using System.Text;
using Endpoints.Handshake;

namespace Endpoints.Client.Connecting;

/// <summary>The headers of a response as the application sees them.</summary>
internal static class ResponseHeaders
{
    /// <summary>Copies them out of a head.</summary>
    public static Dictionary<string, IReadOnlyList<string>> Of(in HandshakeHead fields)
    {
        var headers = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < fields.HeaderCount; i++)
        {
            var name = Encoding.ASCII.GetString(fields.GetName(i));
            var value = Encoding.UTF8.GetString(fields.GetValue(i));
            headers[name] = headers.TryGetValue(name, out var lines) ? [.. lines, value] : [value];
        }

        return headers;
    }
}
