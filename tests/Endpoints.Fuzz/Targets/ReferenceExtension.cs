using System.Globalization;
using Endpoints.Handshake;

namespace Endpoints.Fuzz.Targets;

/// <summary>One extension of lines that follow the grammar, by string code: a value is a token, so separators separate.</summary>
/// <param name="Name">As sent.</param>
/// <param name="Parameters">In order, values without quotes and escapes; <see langword="null"/> for none.</param>
internal sealed record ReferenceExtension(string Name, IReadOnlyList<(string Name, string? Value)> Parameters)
{
    private static readonly string[] Windows = [.. Enumerable.Range(8, 8).Select(bits => bits.ToString(CultureInfo.InvariantCulture))];

    /// <summary>Whether this is permessage-deflate, with known parameters, each once and with a value that it may have.</summary>
    public bool IsSound =>
        Name == "permessage-deflate"
        && Parameters.DistinctBy(parameter => parameter.Name).Count() == Parameters.Count
        && Parameters.All(parameter => parameter.Name switch
        {
            "server_no_context_takeover" or "client_no_context_takeover" => parameter.Value is null,
            "server_max_window_bits" => Windows.Contains(parameter.Value),
            "client_max_window_bits" => parameter.Value is null || Windows.Contains(parameter.Value),
            _ => false,
        });

    public static List<ReferenceExtension> Read(IEnumerable<string> lines) =>
    [
        .. lines.SelectMany(line => line.Split(',')).Select(Trim).Where(element => element != "").Select(element =>
        {
            var parts = element.Split(';').Select(Trim).ToArray();
            return new ReferenceExtension(parts[0], [.. parts[1..].Select(ReadParameter)]);
        }),
    ];

    /// <summary>RFC 7692 sections 5.1 and 7.1: the first offer that can be met, with what the server wants added.</summary>
    public static string? Answer(IEnumerable<ReferenceExtension> offers, DeflatePolicy policy) =>
        offers.Where(offer => offer.IsSound).Select(offer => offer.Answer(policy)).FirstOrDefault(answer => answer is not null);

    /// <summary>Whether a client with this policy may go on with the response: no extension, or one that grants what it demanded.</summary>
    public static bool IsResponse(IReadOnlyList<ReferenceExtension> response, DeflatePolicy policy) => response is []
        || (response is [{ IsSound: true } only]
            && !(only.Has("client_max_window_bits") && only.Bits("client_max_window_bits") is null)
            && (only.Has("server_no_context_takeover") || !policy.ServerNoContextTakeover)
            && (only.Bits("server_max_window_bits") ?? 15) <= policy.ServerMaxWindowBits
            && (only.Bits("client_max_window_bits") ?? policy.ClientMaxWindowBits) is var client
            && client <= policy.ClientMaxWindowBits
            && client >= policy.MinDeflateWindowBits);

    private string? Answer(DeflatePolicy policy)
    {
        var server = Math.Min(Bits("server_max_window_bits") ?? 15, policy.ServerMaxWindowBits);
        var client = Has("client_max_window_bits") ? Math.Min(Bits("client_max_window_bits") ?? 15, policy.ClientMaxWindowBits) : 15;
        if (server < policy.MinDeflateWindowBits || client > policy.ClientMaxWindowBits)
        {
            return null;
        }

        var answer = Name;
        answer += Has("server_no_context_takeover") || policy.ServerNoContextTakeover ? "; server_no_context_takeover" : "";
        answer += Has("client_no_context_takeover") || policy.ClientNoContextTakeover ? "; client_no_context_takeover" : "";
        answer += Has("server_max_window_bits") || server < 15 ? $"; server_max_window_bits={server}" : "";
        return answer + (client < 15 ? $"; client_max_window_bits={client}" : "");
    }

    private bool Has(string parameter) => Parameters.Any(found => found.Name == parameter);

    private int? Bits(string parameter) =>
        Parameters.FirstOrDefault(found => found.Name == parameter).Value is { } value ? int.Parse(value, CultureInfo.InvariantCulture) : null;

    private static (string Name, string? Value) ReadParameter(string text) =>
        text.Split('=', 2) is [var name, var value]
            ? (Trim(name), Trim(value).Replace("\"", "", StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal))
            : (text, null);

    private static string Trim(string text) => text.Trim(' ', '\t');
}
