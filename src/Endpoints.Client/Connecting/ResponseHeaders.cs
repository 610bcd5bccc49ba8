using System.Text;
using Endpoints.Handshake;

namespace Endpoints.Client.Connecting;

/// <summary>The headers of a response as the application sees them.</summary>
internal static class ResponseHeaders
{
    /// <summary>Copies them out of the head.</summary>
    public static Dictionary<string, IReadOnlyList<string>> Of(in ResponseHead head)
    {
        var headers = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < head.Fields.HeaderCount; i++)
        {
            var name = Encoding.ASCII.GetString(head.Fields.GetName(i));
            var value = Encoding.UTF8.GetString(head.Fields.GetValue(i));
            headers[name] = headers.TryGetValue(name, out var lines) ? [.. lines, value] : [value];
        }

        return headers;
    }
}
