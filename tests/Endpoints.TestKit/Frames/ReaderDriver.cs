using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;

namespace Endpoints.TestKit.Frames;

/// <summary>
/// Feeds a <see cref="MessageReader"/> as a transport does, keeping what was not consumed, and records its events. Every call is
/// held to the reader's contract.
/// </summary>
internal sealed class ReaderDriver(
    EndpointRole role, ReceiveLimits limits, MessageInflater? inflater = null, BodyReader? bodies = null) : IDisposable
{
    private const int LongestRemainder = 138;

    private readonly List<ReaderEvent> _events = [];
    private byte[] _remainder = [];

    public ReaderDriver(EndpointRole role = EndpointRole.Server, int maxMessageSize = 1 << 20)
        : this(role, new ReceiveLimits(maxMessageSize, maxMessageSize))
    {
    }

    public MessageReader Reader { get; } = new(role, limits, inflater, bodies: bodies);

    /// <summary>All events so far, but for discarded input.</summary>
    public IReadOnlyList<ReaderEvent> Events => _events;

    /// <summary>Bytes that wait to be presented again.</summary>
    public int RemainderLength => _remainder.Length;

    public void Dispose() => Reader.Dispose();

    /// <summary>The events of one stream of bytes, in the pieces in which they arrive.</summary>
    public static IReadOnlyList<ReaderEvent> ReadAll(IEnumerable<byte[]> pieces, EndpointRole role = EndpointRole.Server)
    {
        using var driver = new ReaderDriver(role);
        foreach (byte[] piece in pieces)
        {
            driver.Feed(piece);
        }

        return driver.Events;
    }

    /// <inheritdoc cref="ReadAll(IEnumerable{byte[]}, EndpointRole)"/>
    public static IReadOnlyList<ReaderEvent> ReadAll(params byte[][] pieces) => ReadAll(pieces.AsEnumerable());

    /// <summary>Presents the remainder with these bytes behind it and reads until more is needed. Returns the new events.</summary>
    public IReadOnlyList<ReaderEvent> Feed(byte[] piece, bool controlOnly = false)
    {
        int before = _events.Count;
        Span<byte> input = [.. _remainder, .. piece];
        while (true)
        {
            byte[] copy = input.ToArray();
            ReadResult result = Reader.Read(input, controlOnly);
            Demand(result.Consumed >= 0 && result.Consumed <= input.Length, "consumed within the input");
            Demand(input[result.Consumed..].SequenceEqual(copy.AsSpan(result.Consumed)), "what was not consumed is unchanged");
            Demand(result.Outcome == ReadOutcome.Violation == result.Violation.IsViolation, "a violation names its rule");

            input = input[result.Consumed..];
            if (result.Outcome == ReadOutcome.NeedMore)
            {
                Demand(input.Length <= LongestRemainder, "a remainder is an incomplete head or control frame");
                break;
            }

            if (result.Outcome == ReadOutcome.DataPending)
            {
                Demand(controlOnly && result.Consumed == 0, "data is left alone only when asked to");
                _events.Add(ReaderEvent.From(result));
                break;
            }

            Demand(
                result.Consumed > 0 || (bodies is not null && result.Outcome is ReadOutcome.BodyPiece or ReadOutcome.Violation),
                "every event consumes, but for what comes of compressed bytes that were taken before, and for the end of a message");
            if (result.Outcome != ReadOutcome.Discarded)
            {
                _events.Add(ReaderEvent.From(result));
            }
        }

        _remainder = input.ToArray();
        return _events[before..];
    }

    private static void Demand(bool condition, string contract)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"The reader broke its contract: {contract}.");
        }
    }
}
