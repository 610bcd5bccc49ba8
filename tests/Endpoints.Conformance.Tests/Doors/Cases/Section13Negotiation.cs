using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;
using Endpoints.TestKit.Frames;

namespace Endpoints.Conformance.Tests.Doors.Cases;

/// <summary>What is agreed on, and what is wrong then (RFC 7692 sections 5, 6 and 7.1).</summary>
internal static class Section13Negotiation
{
    private const string Deflate = "permessage-deflate";

    public static IEnumerable<CaseGroup> Groups =>
    [
        new("13.1", "the client's choice of takeover and windows", "RFC 7692 7.1", [.. ClientsChoice.DistinctBy(scenario => scenario.Title)]),
        new("13.2", "the server's choice", "RFC 7692 7.1.1, 7.1.2", [.. ServersChoice]),
        new("13.3", "offers that are declined", "RFC 7692 7", [.. Declined]),
        new("13.4", "several offers", "RFC 7692 5, 5.1", [.. SeveralOffers]),
        new("13.5", "RSV1 where it may not be", "RFC 7692 6, RFC 6455 5.2", [.. WrongRsv1]),
        new("13.6", "data that cannot be decompressed", "RFC 7692 7.2.2", [.. InvalidData]),
        new("13.7", "compressed text that is not UTF-8", "RFC 7692 6.2, RFC 6455 8.1", [.. WrongText]),
    ];

    private static IEnumerable<ConformanceCase> ClientsChoice
    {
        get
        {
            foreach (var agreement in DeflateAgreement.All)
            {
                yield return Agrees(agreement.Offer, agreement.Agreed, agreement.Parameters);
            }

            for (var bits = 9; bits <= 15; bits++)
            {
                yield return Agrees($"{Deflate}; server_max_window_bits={bits}", $"{Deflate}; server_max_window_bits={bits}", new(false, false, bits, 15));
                yield return Agrees($"{Deflate}; server_max_window_bits=\"{bits}\"", $"{Deflate}; server_max_window_bits={bits}", new(false, false, bits, 15));
            }

            for (var bits = 8; bits <= 15; bits++)
            {
                var named = bits == 15 ? "" : $"; client_max_window_bits={bits}";
                yield return Agrees($"{Deflate}; client_max_window_bits={bits}", Deflate + named, new(false, false, 15, bits));
            }

            yield return Agrees($"{Deflate}; client_max_window_bits", Deflate, new(false, false, 15, 15));
            yield return Agrees(
                $" {Deflate} ;client_max_window_bits ;\tserver_no_context_takeover ", $"{Deflate}; server_no_context_takeover", new(true, false, 15, 15));
        }
    }

    private static IEnumerable<ConformanceCase> ServersChoice
    {
        get
        {
            const string NoTakeover = "; server_no_context_takeover; client_no_context_takeover";
            foreach (var offer in new[]
            {
                Deflate, $"{Deflate}; server_no_context_takeover", $"{Deflate}; client_no_context_takeover", $"{Deflate}; client_max_window_bits",
            })
            {
                yield return Agrees(offer, Deflate + NoTakeover, new(true, true, 15, 15)) with { Policy = HostPolicy.Default };
            }

            yield return Agrees($"{Deflate}; server_max_window_bits=10", $"{Deflate}{NoTakeover}; server_max_window_bits=10", new(true, true, 10, 15))
                with { Policy = HostPolicy.Default };
            yield return Agrees($"{Deflate}; client_max_window_bits", $"{Deflate}; server_max_window_bits=10; client_max_window_bits=10", new(false, false, 10, 10))
                with { Policy = HostPolicy.SmallWindows };
            yield return Agrees($"{Deflate}; client_max_window_bits=9; server_max_window_bits=9", $"{Deflate}; server_max_window_bits=9; client_max_window_bits=9", new(false, false, 9, 9))
                with { Policy = HostPolicy.SmallWindows };
            yield return Agrees($"{Deflate}; client_max_window_bits=15; server_max_window_bits=15", $"{Deflate}; server_max_window_bits=10; client_max_window_bits=10", new(false, false, 10, 10))
                with { Policy = HostPolicy.SmallWindows };

            // The client does not let its window be limited, and the server may not name the parameter (section 7.1.2.2).
            yield return Declines("a window that the client does not let itself be held to", Deflate) with { Policy = HostPolicy.SmallWindows };
            yield return Declines("an endpoint that does not compress", Deflate) with { Path = ConformanceEndpoints.PlainPath };
        }
    }

    private static IEnumerable<ConformanceCase> Declined
    {
        get
        {
            foreach (var offer in new[]
            {
                "; server_max_window_bits=8", "; server_max_window_bits=7", "; server_max_window_bits=16", "; server_max_window_bits=09", "; server_max_window_bits=0",
                "; server_max_window_bits=1000000000000", "; server_max_window_bits=a", "; server_max_window_bits",
                "; client_max_window_bits=7", "; client_max_window_bits=16", "; client_max_window_bits=010", "; client_max_window_bits=x",
                "; server_no_context_takeover=1", "; client_no_context_takeover=true",
                "; server_no_context_takeover; server_no_context_takeover", "; client_no_context_takeover; client_no_context_takeover",
                "; server_max_window_bits=10; server_max_window_bits=10", "; client_max_window_bits; client_max_window_bits=12",
                "; unknown", "; unknown=1", "; server_no_context_takeover; unknown", "; Server_No_Context_Takeover", "; SERVER_MAX_WINDOW_BITS=10",
            })
            {
                yield return Declines(offer, Deflate + offer);
            }

            foreach (var offer in new[] { "x-webkit-deflate-frame", "permessage-bzip2; client_max_compress_level=9", "permessage-deflate2", "Permessage-Deflate", "x; a=\"b\"" })
            {
                yield return Declines(offer, offer);
            }

            yield return Declines("nothing is offered");
        }
    }

    private static IEnumerable<ConformanceCase> SeveralOffers
    {
        get
        {
            yield return Agrees($"{Deflate}; server_max_window_bits=10, {Deflate}", $"{Deflate}; server_max_window_bits=10", new(false, false, 10, 15));
            yield return Agrees($"{Deflate}; server_max_window_bits=8, {Deflate}", Deflate, new(false, false, 15, 15));
            yield return Agrees($"{Deflate}; unknown, {Deflate}; server_no_context_takeover", $"{Deflate}; server_no_context_takeover", new(true, false, 15, 15));
            yield return Agrees($"x-first, x-second; a=1, {Deflate}; client_no_context_takeover", $"{Deflate}; client_no_context_takeover", new(false, true, 15, 15));
            yield return Agrees($"{Deflate}, x-behind; p=\"a\\b\"", Deflate, new(false, false, 15, 15));
            yield return Agrees($", ,{Deflate},", Deflate, new(false, false, 15, 15));
            yield return Lines([$"{Deflate}; unknown", $"{Deflate}; server_max_window_bits=11"], $"{Deflate}; server_max_window_bits=11", new(false, false, 11, 15));
            yield return Lines(["x-first", Deflate], Deflate, new(false, false, 15, 15));
            yield return Declines("two that cannot be met", $"{Deflate}; unknown, {Deflate}; server_max_window_bits=8");

            static ConformanceCase Lines(string[] offers, string agreed, DeflateParameters parameters) =>
                Agrees(string.Join(" | ", offers), agreed, parameters) with { Offers = offers };
        }
    }

    private static IEnumerable<ConformanceCase> WrongRsv1
    {
        get
        {
            var agreement = DeflateAgreement.All[0];
            byte[] hello = Convert.FromHexString("F248CDC9C90700");
            byte[] first = FrameBuilder.Frame(Opcode.Text, hello[..3], fin: false, rsv: ReservedBits.Rsv1);
            yield return agreement.Apply(Case.Fails(
                "on a continuation of a compressed message", 1002,
                FrameBuilder.Concat(first, FrameBuilder.Frame(Opcode.Continuation, hello[3..], rsv: ReservedBits.Rsv1))));
            yield return agreement.Apply(Case.Fails(
                "on a continuation of another message", 1002,
                FrameBuilder.Concat(FrameBuilder.Text("a", fin: false), FrameBuilder.Frame(Opcode.Continuation, [65], rsv: ReservedBits.Rsv1))));
            foreach (var opcode in new[] { Opcode.Ping, Opcode.Pong })
            {
                byte[] control = FrameBuilder.Frame(opcode, [1], rsv: ReservedBits.Rsv1);
                yield return agreement.Apply(Case.Fails($"on a {opcode}", 1002, control));
                yield return agreement.Apply(Case.Fails($"on a {opcode} between fragments", 1002, FrameBuilder.Concat(first, control)));
            }

            yield return agreement.Apply(Case.RefusesClose("on a close", 1002, FrameBuilder.Frame(Opcode.Close, [3, 232], rsv: ReservedBits.Rsv1)));
            foreach (var bits in Enumerable.Range(1, 7).Where(bits => bits != 4).Select(bits => (ReservedBits)(bits << 4)))
            {
                yield return agreement.Apply(Case.Fails($"{bits} on a text", 1002, FrameBuilder.Frame(Opcode.Text, hello, rsv: bits)));
                yield return agreement.Apply(Case.Fails($"{bits} on a binary", 1002, FrameBuilder.Frame(Opcode.Binary, hello, rsv: bits)));
            }

            byte[] compressed = FrameBuilder.Frame(Opcode.Text, hello, rsv: ReservedBits.Rsv1);
            yield return Case.Fails("without an offer", 1002, compressed);
            yield return Declines("after an offer that was declined", $"{Deflate}; unknown") with
            {
                Steps = () => [new Step.Send(compressed), new Step.ReceiveClose(1002)], Ending = Ending.Failed,
            };
            yield return Declines("at an endpoint that does not compress", Deflate) with
            {
                Path = ConformanceEndpoints.PlainPath, Steps = () => [new Step.Send(compressed), new Step.ReceiveClose(1002)], Ending = Ending.Failed,
            };
        }
    }

    private static IEnumerable<ConformanceCase> InvalidData
    {
        get
        {
            (string Name, string Bytes)[] data =
            [
                ("a block of the reserved type", "06"), ("the same with FIN of its own", "07"), ("a stored block whose lengths disagree", "000500FBFF48656C6C6F00"),
                ("a distance beyond the window", "F200110000"), ("noise", "FFFFFFFFFFFFFFFFFFFF"), ("a good block and noise", "F248CDC9C907000000FFFF07"),
                ("a stored block that is cut off", "000500FAFF4865"),
            ];
            // With takeover it is found out when the next message makes no sense (docs/compression.md).
            yield return DeflateAgreement.All[3].Apply(Case.Fails(
                "a block that is cut off", 1007, FrameBuilder.Frame(Opcode.Binary, Convert.FromHexString("F248CDC9"), rsv: ReservedBits.Rsv1)));
            foreach (var agreement in new[] { DeflateAgreement.All[0], DeflateAgreement.All[3], DeflateAgreement.All[6] })
            {
                foreach (var (name, bytes) in data)
                {
                    byte[] payload = Convert.FromHexString(bytes);
                    foreach (var opcode in new[] { Opcode.Text, Opcode.Binary })
                    {
                        yield return agreement.Apply(Case.Fails(
                            $"{name} as {opcode}; {agreement.Offer}", 1007, FrameBuilder.Frame(opcode, payload, rsv: ReservedBits.Rsv1)));
                    }

                    yield return agreement.Apply(Case.Fails(
                        $"{name} in two frames; {agreement.Offer}",
                        1007,
                        FrameBuilder.Concat(
                            FrameBuilder.Frame(Opcode.Binary, payload[..1], fin: false, rsv: ReservedBits.Rsv1), FrameBuilder.Continuation(payload[1..]))));
                }

                yield return agreement.Apply(Case.FailsEarly(
                    $"before the message ends; {agreement.Offer}",
                    1007,
                    FrameBuilder.Frame(Opcode.Binary, [0x06, 0, 0, 0, 0, 0, 0, 0], fin: false, rsv: ReservedBits.Rsv1),
                    FrameBuilder.Continuation([0])));
            }
        }
    }

    private static IEnumerable<ConformanceCase> WrongText
    {
        get
        {
            foreach (var agreement in DeflateAgreement.All)
            {
                foreach (var (name, bytes) in new[] { ("a wrong byte", "616263FF646566"), ("a surrogate", "EDA080"), ("a code point cut off at the end", "6162E282") })
                {
                    byte[] payload = [.. Samples.Text(500), .. Convert.FromHexString(bytes)];
                    yield return agreement.Apply(new ConformanceCase(
                        $"{name}; {agreement.Offer}", () => [new Step.SendCompressed(Opcode.Text, payload), new Step.ReceiveClose(1007)])
                    { Ending = Ending.Failed });
                    yield return agreement.Apply(new ConformanceCase(
                        $"{name}, in fragments; {agreement.Offer}", () => [new Step.SendCompressed(Opcode.Text, payload, 1, 2, 3, 100), new Step.ReceiveClose(1007)])
                    { Ending = Ending.Failed });
                    yield return agreement.Apply(new ConformanceCase(
                        $"{name}, as binary; {agreement.Offer}", () => [new Step.SendCompressed(Opcode.Binary, payload), new Step.ReceiveMessage(Opcode.Binary, payload)]));
                }
            }
        }
    }

    /// <summary>The response is exactly this, and messages go both ways as agreed on, small enough for any window.</summary>
    private static ConformanceCase Agrees(string offer, string agreed, DeflateParameters parameters) =>
        new($"{offer} -> {agreed}", () => Enumerable.Range(0, 4).SelectMany(i => new Step[]
        {
            new Step.SendCompressed(Opcode.Text, Samples.Json(i, parameters.ClientMaxWindowBits == 8 ? 250 : 6_000)),
            new Step.ReceiveMessage(Opcode.Text, Samples.Json(i, parameters.ClientMaxWindowBits == 8 ? 250 : 6_000)),
        }))
        {
            Offers = [offer],
            Agreed = agreed,

            // No codec at hand keeps to 256 bytes; messages of fewer that remember nothing do.
            Deflate = parameters.ClientMaxWindowBits == 8 ? parameters with { ClientNoContextTakeover = true } : parameters,
        };

    /// <summary>The response names no extension, and messages go uncompressed both ways.</summary>
    private static ConformanceCase Declines(string title, params string[] offers) =>
        Case.Echoes(title, Opcode.Text, Samples.Json(0, 6_000)) with { Offers = offers };
}
