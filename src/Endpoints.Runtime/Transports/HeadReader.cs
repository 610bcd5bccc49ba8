using System.Buffers;
using Endpoints.Connections.Memory;
using Endpoints.Diagnostics;
using Endpoints.Dispatch;
using Endpoints.Handshake;

namespace Endpoints.Transports;

/// <summary>
/// The opening handshake over a fresh stream, for doors without an HTTP server: reads the head, answers it, and bounds how long that takes
/// (<see cref="EndpointServer.HandshakeTimeout"/>), how large it gets and what is held meanwhile. Safe to use from any thread; one serves all
/// connections of a door.
/// </summary>
internal sealed class HeadReader(EndpointServer server, HeadProcessor processor)
{
    /// <summary>A buffer takes this at once, so that most heads come with one read.</summary>
    private const int SmallestBuffer = 4096;

    /// <summary>
    /// Reads a head and answers it. When it is not accepted, for whatever reason, the answer was written as far as that was possible: end the
    /// stream. Peers that send nothing, go away or break the stream are no exception.
    /// </summary>
    /// <param name="stream">The stream, before its first byte. Reads and writes must end when their token is cancelled.</param>
    /// <param name="connection">What the door knows of it.</param>
    /// <param name="cancellationToken">Cancelled when the door stops.</param>
    /// <returns>What became of it, and what the peer has sent behind its head, which belongs to the session.</returns>
    public async Task<(HeadOutcome Outcome, ReadOnlyMemory<byte> Behind)> AnswerAsync(
        Stream stream, ConnectionFacts connection, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(server.HandshakeTimeout, server.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var response = new ArrayBufferWriter<byte>(HandshakeResponseWriter.MaxRejectionSize);
        HeadOutcome outcome = default;
        byte[] rest = [];
        using (var head = new HeadBuffer(server.Memory, SmallestBuffer))
        {
            try
            {
                outcome = await ReadAsync(stream, head, connection, response, either.Token).ConfigureAwait(false);
                if (outcome.Pending is { } pending)
                {
                    await WaitAsync(stream, head, pending.Interception.Decided, either.Token).ConfigureAwait(false);
                    outcome = processor.Complete(pending, response);
                }
            }
            catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                outcome = processor.TimeOut(outcome.Pending, response);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                outcome = outcome.Pending is { } pending ? processor.Abandon(pending, e) : HeadOutcome.NeedMore;
            }

            if (!outcome.IsComplete)
            {
                server.Metrics.HandshakeAbandoned(null, "disconnected");
                return (outcome, default);
            }

            if (outcome.IsAccepted)
            {
                rest = head.Written[outcome.Consumed..].ToArray();
            }
        }

        return await TryWriteAsync(stream, response.WrittenMemory, outcome, cancellationToken).ConfigureAwait(false)
            ? (outcome, rest)
            : (HeadOutcome.Refused(outcome.Interception), default);
    }

    private async Task<HeadOutcome> ReadAsync(
        Stream stream, HeadBuffer head, ConnectionFacts connection, ArrayBufferWriter<byte> response, CancellationToken cancellationToken)
    {
        // Waits for bytes without a buffer: a peer that only connects makes us hold nothing.
        await stream.ReadAsync(Memory<byte>.Empty, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            if (!head.TryMakeRoom(1))
            {
                server.Metrics.MemoryRefused("host", TagName.Of(MemoryUse.Head));
                return processor.Refuse(response, HandshakeRefusal.MemoryFull, null);
            }

            var read = await stream.ReadAsync(head.Room, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return HeadOutcome.NeedMore;
            }

            head.Advance(read);
            var outcome = processor.Process(head.Written, head.Fields, ref head.Progress, connection, response);
            if (outcome.IsComplete || outcome.Pending is not null)
            {
                return outcome;
            }
        }
    }

    /// <summary>
    /// Waits for what the peer cannot hurry, and looks out for its end. What it sends meanwhile is read once; the rest waits in the stream.
    /// </summary>
    /// <exception cref="IOException">The peer is gone.</exception>
    private static async Task WaitAsync(Stream stream, HeadBuffer head, Task decided, CancellationToken cancellationToken)
    {
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var next = ReadNextAsync(stream, head, watching.Token);
        await Task.WhenAny(decided, next).ConfigureAwait(false);
        if (decided.IsCompleted)
        {
            // A cancelled read has taken nothing from the stream.
            await watching.CancelAsync().ConfigureAwait(false);
            await next.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        await next.ConfigureAwait(false);
        await decided.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task ReadNextAsync(Stream stream, HeadBuffer head, CancellationToken cancellationToken)
    {
        await stream.ReadAsync(Memory<byte>.Empty, cancellationToken).ConfigureAwait(false);
        if (!head.TryMakeRoom(1))
        {
            return;
        }

        var read = await stream.ReadAsync(head.Room, cancellationToken).ConfigureAwait(false);
        head.Advance(read);
        if (read == 0)
        {
            throw new IOException("The peer has ended the connection before its handshake was answered.");
        }
    }

    /// <summary>Writes the response; a peer that does not take it has no session, and its endpoint is disposed.</summary>
    private async Task<bool> TryWriteAsync(
        Stream stream, ReadOnlyMemory<byte> response, HeadOutcome outcome, CancellationToken cancellationToken)
    {
        // A time of its own: what is left of the first may be nothing, and the peer is to learn why.
        using var deadline = new CancellationTokenSource(server.HandshakeTimeout, server.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await stream.WriteAsync(response, either.Token).ConfigureAwait(false);
            await stream.FlushAsync(either.Token).ConfigureAwait(false);
            if (outcome.IsAccepted)
            {
                server.Metrics.HandshakeAccepted(outcome.Route!.Descriptor.Pattern, 101);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            if (outcome.IsAccepted)
            {
                await server.AbandonAsync(in outcome, deadline.IsCancellationRequested ? "timeout" : "disconnected", e).ConfigureAwait(false);
            }

            return false;
        }
    }
}
