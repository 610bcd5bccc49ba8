using Endpoints.Dispatch;
using Endpoints.Handshake;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.AspNetCore.Kestrel;

/// <summary>
/// Reads what a connection begins with, within <see cref="EndpointServer.HandshakeTimeout"/>, and answers it if it is an opening handshake for
/// the door. Of everything else nothing is consumed. Safe to use from any thread; one serves all connections.
/// </summary>
/// <param name="server">The endpoints.</param>
/// <param name="heads">Answers request heads.</param>
/// <param name="served">The endpoints that are served here.</param>
/// <param name="scopes">Where the services of sessions come from.</param>
/// <param name="limit">Bounds the sessions. An accepted one has entered it.</param>
internal sealed class OpeningReader(
    EndpointServer server, HeadProcessor heads, ServedRoutes served, IServiceScopeFactory scopes, UpgradeLimit limit)
{
    /// <summary>Reads and answers. A peer that goes away is an <see cref="IOException"/> or a <see cref="OperationCanceledException"/>.</summary>
    public async ValueTask<Opening> ReadAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        var isSecure = connection.Features.Get<ITlsConnectionFeature>() is not null;
        var began = server.Time.GetTimestamp();
        Opening opening;
        using (var head = new OpeningHead(heads, served))
        using (var deadline = new OpeningDeadline(connection, server.HandshakeTimeout, server.Time))
        {
            // Bytes that the pipe was told were looked at, which cannot be taken back.
            long seen = 0;
            while (true)
            {
                var result = await input.ReadAsync().ConfigureAwait(false);
                var buffer = result.Buffer;
                var verdict = head.Read(buffer, isSecure, out var request, out var consumed);
                if (verdict == OpeningVerdict.Handshake)
                {
                    opening = Answer(connection, in request, consumed, isSecure);
                    input.AdvanceTo(opening.Outcome.IsOver ? buffer.End : buffer.GetPosition(consumed));
                    break;
                }

                if (verdict == OpeningVerdict.NeedMore)
                {
                    if (!result.IsCompleted && !deadline.HasPassed && !deadline.HasStopped)
                    {
                        seen = buffer.Length;
                        input.AdvanceTo(buffer.Start, buffer.End);
                        continue;
                    }

                    if (head.IsForEndpoint && deadline.HasPassed)
                    {
                        input.AdvanceTo(buffer.End);
                        return new Opening(heads.TimeOut(null, connection.Transport.Output), null);
                    }
                }

                // What came last counts as not seen: whoever reads next gets all of it at once, and need not wait for more.
                input.AdvanceTo(buffer.Start, buffer.GetPosition(seen));
                return default;
            }
        }

        return opening.Outcome.Pending is { } pending
            ? opening with { Outcome = await DecideAsync(connection, pending, server.Time.GetElapsedTime(began)).ConfigureAwait(false) }
            : opening;
    }

    private Opening Answer(ConnectionContext connection, in HandshakeHead head, int consumed, bool isSecure)
    {
        if (!limit.TryEnter())
        {
            return new Opening(heads.Refuse(connection.Transport.Output, HandshakeRefusal.ConnectionsFull, heads.Find(head.Target)), null);
        }

        var known = new DoorConnection(scopes)
        {
            Door = "kestrel",
            IsSecure = isSecure,
            RemoteEndPoint = connection.RemoteEndPoint,
            LocalEndPoint = connection.LocalEndPoint,
            User = connection.Features.Get<IConnectionUserFeature>()?.User,
        };
        var outcome = heads.Answer(in head, consumed, known, connection.Transport.Output);
        if (outcome.IsOver)
        {
            limit.Leave();
        }

        return new Opening(outcome, known);
    }

    /// <summary>Waits for interceptors of the endpoint, for what is left of the time.</summary>
    private async ValueTask<HeadOutcome> DecideAsync(ConnectionContext connection, PendingHandshake pending, TimeSpan elapsed)
    {
        var left = server.HandshakeTimeout > elapsed ? server.HandshakeTimeout - elapsed : TimeSpan.Zero;
        HeadOutcome outcome;
        try
        {
            await pending.Interception.Decided.WaitAsync(left, server.Time, connection.ConnectionClosed).ConfigureAwait(false);
            outcome = heads.Complete(pending, connection.Transport.Output);
        }
        catch (TimeoutException)
        {
            outcome = heads.TimeOut(pending, connection.Transport.Output);
        }
        catch (OperationCanceledException e)
        {
            outcome = heads.Abandon(pending, e);
        }

        if (outcome.IsOver)
        {
            limit.Leave();
        }

        return outcome;
    }
}
