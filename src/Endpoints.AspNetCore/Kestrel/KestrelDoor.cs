using System.Net.Security;
using Endpoints.Dispatch;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Endpoints.AspNetCore.Kestrel;

/// <summary>
/// The sessions that begin on connections of Kestrel, before HTTP. One serves all end points of a host. Safe to use from any thread.
/// </summary>
internal sealed class KestrelDoor(
    EndpointServer server, IOptions<KestrelServerOptions> kestrel, IServiceProvider services, IServiceScopeFactory scopes, ILoggerFactory loggers)
{
    private readonly Lock _gate = new();
    private readonly ILogger _logger = loggers.CreateLogger("Endpoints.Handshake");
    private readonly UpgradeLimit _limit = new(kestrel.Value.Limits.MaxConcurrentUpgradedConnections);
    private ServedRoutes? _served;

    /// <summary>Puts the door before what serves the other connections. To be called when the endpoints are mapped.</summary>
    /// <param name="next">Serves the other connections.</param>
    public ConnectionDelegate Before(ConnectionDelegate next)
    {
        var served = FindServed();
        if (served.Count == 0)
        {
            return next;
        }

        var reader = new OpeningReader(server, new HeadProcessor(server, _logger), served, scopes, _limit);
        return connection => IsHttp2(connection) ? next(connection) : RunAsync(connection, reader, next);
    }

    private static bool IsHttp2(ConnectionContext connection) =>
        connection.Features.Get<ISslStreamFeature>()?.SslStream.NegotiatedApplicationProtocol == SslApplicationProtocol.Http2;

    private ServedRoutes FindServed()
    {
        lock (_gate)
        {
            if (_served is null)
            {
                _served = new ServedRoutes(server, services);
                KestrelLog.Serving(_logger, _served.Count + _served.Left.Count, _served.Count);
                foreach (var (pattern, reason) in _served.Left)
                {
                    KestrelLog.LeftToPipeline(_logger, pattern, reason);
                }
            }

            return _served;
        }
    }

    private async Task RunAsync(ConnectionContext connection, OpeningReader reader, ConnectionDelegate next)
    {
        Opening opening;
        try
        {
            opening = await reader.ReadAsync(connection).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // A peer that goes away before it has asked for anything is no error.
            return;
        }

        if (!opening.Outcome.IsComplete)
        {
            await next(connection).ConfigureAwait(false);
            return;
        }

        try
        {
            if (await TrySendResponseAsync(connection, opening.Outcome).ConfigureAwait(false))
            {
                await RunSessionAsync(connection, opening.Outcome).ConfigureAwait(false);
            }
        }
        finally
        {
            if (opening.Outcome.IsAccepted)
            {
                _limit.Leave();
            }

            if (opening.Outcome.Interception is { } interception)
            {
                // They may use the services.
                await interception.Ended.ConfigureAwait(false);
            }

            if (opening.Connection is { } known)
            {
                // A session has done that already.
                await known.DisposeAsync().ConfigureAwait(false);
            }

            ClosingDeadline.Start(connection, opening.Outcome.Route?.Limits.CloseTimeout ?? server.HandshakeTimeout, server.Time);
        }
    }

    /// <summary>Sends what the opening was answered with; true when a session begins. One that cannot be told so is disposed.</summary>
    private async ValueTask<bool> TrySendResponseAsync(ConnectionContext connection, HeadOutcome outcome)
    {
        Exception? failure;
        try
        {
            var flush = connection.Transport.Output.FlushAsync();
            var result = flush.IsCompletedSuccessfully
                ? flush.Result
                : await flush.AsTask().WaitAsync(server.HandshakeTimeout, server.Time).ConfigureAwait(false);
            failure = result.IsCompleted ? new IOException("The peer was gone before the response to its handshake.") : null;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or TimeoutException)
        {
            failure = e;
            connection.Abort(new ConnectionAbortedException("The response to the handshake could not be sent.", e));
        }

        if (!outcome.IsAccepted || failure is null)
        {
            return outcome.IsAccepted;
        }

        await server.AbandonAsync(in outcome, "disconnected", failure).ConfigureAwait(false);
        return false;
    }

    private async Task RunSessionAsync(ConnectionContext connection, HeadOutcome outcome)
    {
        server.Metrics.HandshakeAccepted(outcome.Route!.Descriptor.Pattern, 101);
        var transport = SessionTransports.Of(connection);
        var session = server.Open(in outcome, transport, transport.Time);
        using (_logger.BeginScope(new SessionLogScope(session)))
        {
            await transport.RunAsync(session, connection.ConnectionClosed).ConfigureAwait(false);
        }
    }
}
