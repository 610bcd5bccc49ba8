using Endpoints.Protocol.Deflate;

namespace Endpoints.Conformance.Tests.Doors.Cases;

/// <summary>What a client offers, what has to come back, and what then holds.</summary>
internal sealed record DeflateAgreement(string Offer, string Agreed, DeflateParameters Parameters)
{
    /// <summary>Every combination of takeover and a few of windows, on the host that leaves the choice to the client.</summary>
    public static IReadOnlyList<DeflateAgreement> All { get; } =
    [
        new("permessage-deflate", "permessage-deflate", new(false, false, 15, 15)),
        new("permessage-deflate; client_no_context_takeover", "permessage-deflate; client_no_context_takeover", new(false, true, 15, 15)),
        new("permessage-deflate; server_no_context_takeover", "permessage-deflate; server_no_context_takeover", new(true, false, 15, 15)),
        new(
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
            new(true, true, 15, 15)),
        new("permessage-deflate; server_max_window_bits=9", "permessage-deflate; server_max_window_bits=9", new(false, false, 9, 15)),
        new("permessage-deflate; client_max_window_bits=9", "permessage-deflate; client_max_window_bits=9", new(false, false, 15, 9)),
        new(
            "permessage-deflate; server_max_window_bits=9; client_max_window_bits=9; server_no_context_takeover; client_no_context_takeover",
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=9; client_max_window_bits=9",
            new(true, true, 9, 9)),
        new(
            "permessage-deflate; server_max_window_bits=12; client_max_window_bits=10",
            "permessage-deflate; server_max_window_bits=12; client_max_window_bits=10",
            new(false, false, 12, 10)),
    ];

    public ConformanceCase Apply(ConformanceCase scenario) => scenario with { Offers = [Offer], Agreed = Agreed, Deflate = Parameters };
}
