using System.Text;
using Endpoints.Fuzz.Engine;
using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;
using Endpoints.TestKit.Frames;
using static Endpoints.Fuzz.Engine.BrokenInvariantException;

namespace Endpoints.Fuzz.Targets;

/// <summary>A stream of bytes whose messages are all delivered piece by piece.</summary>
internal sealed class BodyRun
{
    private readonly StringBuilder _message = new();
    private readonly List<ReaderEvent> _messages = [];
    private ReadOutcome? _open;

    /// <summary>The events as an assembling reader has them: each message where its last piece came.</summary>
    public List<ReaderEvent> Messages => _messages;

    /// <summary>The bytes of a message that has not ended.</summary>
    public string Unfinished => _message.ToString();

    /// <summary>With how many bytes a rule was found broken.</summary>
    public int? ViolationAt { get; private set; }

    public static BodyRun Read(
        EndpointRole role, ReceiveLimits limits, IEnumerable<byte[]> pieces, bool controlFirst, MessageInflater? inflater = null)
    {
        var run = new BodyRun();
        var bodies = new BodyReader(takesText: true, takesBinary: true, new BodyLimits(limits.MaxTextSize, limits.MaxBinarySize, limits.MaxFrameSize), inflater);
        using var driver = new ReaderDriver(role, limits, inflater, bodies);
        var mostHeld = inflater is null ? 0 : BodyReader.CompressedPieceSize + BodyReader.InflatedPieceSize;
        var fed = 0;
        foreach (var piece in pieces)
        {
            fed += piece.Length;
            if (controlFirst)
            {
                run.Take(driver.Feed(piece, controlOnly: true), fed);
                run.Take(driver.Feed([]), fed);
            }
            else
            {
                run.Take(driver.Feed(piece), fed);
            }

            Demand(driver.Reader.BufferedBytes <= (run._open is null ? 0 : mostHeld), "memory for the piece at hand only");
        }

        driver.Dispose();
        Same(0, driver.Reader.BufferedBytes, "memory after dispose");
        return run;
    }

    /// <summary>With how many bytes an assembling reader finds a rule broken.</summary>
    public static int? FindViolation(EndpointRole role, ReceiveLimits limits, byte[] bytes)
    {
        using var driver = new ReaderDriver(role, limits);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (driver.Feed([bytes[i]]).Any(read => read.Outcome == ReadOutcome.Violation))
            {
                return i + 1;
            }
        }

        return null;
    }

    private void Take(IEnumerable<ReaderEvent> events, int fed)
    {
        foreach (var read in events)
        {
            switch (read.Outcome)
            {
                case ReadOutcome.DataPending:
                    break;
                case ReadOutcome.TextBody or ReadOutcome.BinaryBody:
                    Demand(_open is null, "one message at a time");
                    _open = read.Outcome == ReadOutcome.TextBody ? ReadOutcome.Text : ReadOutcome.Binary;
                    break;
                case ReadOutcome.BodyPiece:
                    Demand(_open is not null, "no piece without a message");
                    Demand(read.IsLast || read.Payload.Length > 0, "no empty piece but the last");
                    _message.Append(read.Payload);
                    if (read.IsLast)
                    {
                        _messages.Add(new ReaderEvent(_open!.Value, _message.ToString()));
                        _message.Clear();
                        _open = null;
                    }

                    break;
                default:
                    _open = read.Outcome is ReadOutcome.Violation or ReadOutcome.Close ? null : _open;
                    ViolationAt ??= read.Outcome == ReadOutcome.Violation ? fed : null;
                    _messages.Add(read);
                    break;
            }
        }
    }
}
