using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace Endpoints.AspNetCore.Administration;

/// <summary>Reads which sessions a request is about.</summary>
internal static class SessionQueryReader
{
    /// <summary>Reads the query of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="query">Which sessions.</param>
    /// <param name="fault">Why it cannot be read.</param>
    public static bool TryRead(HttpRequest request, [NotNullWhen(true)] out WebSocketSessionQuery? query, [NotNullWhen(false)] out string? fault)
    {
        (query, fault) = (null, null);
        var limit = new WebSocketSessionQuery().Limit;
        IPAddress? address = null;
        if (Value(request, "limit") is { } limitText
            && (!int.TryParse(limitText, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > WebSocketSessionQuery.MaxLimit))
        {
            fault = $"'limit' is a number from 1 to {WebSocketSessionQuery.MaxLimit}.";
        }
        else if (Value(request, "address") is { } addressText && !IPAddress.TryParse(addressText, out address))
        {
            fault = "'address' is an IPv4 or IPv6 address, without a port.";
        }
        else
        {
            query = new WebSocketSessionQuery
            {
                Endpoint = Value(request, "endpoint"),
                User = Value(request, "user"),
                Group = Value(request, "group"),
                Address = address,
                After = Value(request, "after"),
                Limit = limit,
            };
        }

        return query is not null;
    }

    private static string? Value(HttpRequest request, string key) => request.Query[key] is [{ Length: > 0 } value, ..] ? value : null;
}
