using System.Runtime.CompilerServices;
using Endpoints.Connections;
using Endpoints.Connections.Limiting;
using Endpoints.Diagnostics;
using Endpoints.Generated;
using Endpoints.Handshake;
using Microsoft.Extensions.Logging;

namespace Endpoints.Dispatch;

/// <summary>An endpoint as a host serves it. Safe to use from any thread.</summary>
/// <param name="descriptor">What the build knows of it.</param>
/// <param name="sessions">What its sessions share.</param>
/// <param name="services">The services of the application, not of a session.</param>
/// <param name="origins">The origins that the options admit besides its own; <see langword="null"/> for none.</param>
internal sealed class EndpointRoute(
    EndpointDescriptor descriptor, EndpointSessions sessions, IServiceProvider services, AddedOrigins? origins = null)
{
    // Head lines that are copied on the stack; a door that lets more of them in pays with an array, and only for an origin that it refuses.
    private const int MaxFieldsOnStack = HeadProcessor.MaxHeaders;

    private volatile EndpointSessions _sessions = sessions;
    private volatile AddedOrigins? _origins = origins;
    private EndpointInvoker? _shared;

    /// <summary>What runs around its handshakes; <see langword="null"/> for nothing.</summary>
    public HandshakeInterceptors? Interceptors { get; init; }

    /// <summary>What the build knows of it.</summary>
    public EndpointDescriptor Descriptor { get; } = descriptor;

    /// <summary>What its sessions share; new ones have others once the options have changed.</summary>
    public EndpointSessions Sessions => _sessions;

    /// <summary>The services of the application, not of a session.</summary>
    public IServiceProvider Services { get; } = services;

    /// <summary>The places of its sessions, where their number is bounded.</summary>
    public SessionPlaces Places { get; } = new();

    /// <summary>The limits of new sessions.</summary>
    public ConnectionLimits Limits => _sessions.Limits;

    /// <summary>The CORS policies of ASP.NET Core that admit origins here, too, and that only its door can ask.</summary>
    public IReadOnlyList<string> CorsPolicies => _origins?.CorsPolicies ?? [];

    /// <summary>Makes new sessions follow other options; those that are open keep theirs. Not for two callers at a time.</summary>
    /// <param name="limits">The limits.</param>
    /// <param name="origins">The origins that are admitted besides the endpoint's own.</param>
    /// <returns>Whether that is a change.</returns>
    public bool Apply(ConnectionLimits limits, AddedOrigins? origins)
    {
        var areOthers = limits != _sessions.Limits;
        if (areOthers)
        {
            _sessions = _sessions.With(limits);
        }

        areOthers |= origins?.Rules != _origins?.Rules;
        _origins = origins;
        return areOthers;
    }

    /// <summary>Decides about a request head: the emitted code does, and what this host adds to it.</summary>
    /// <param name="head">The request head.</param>
    public HandshakeVerdict Validate(in HandshakeHead head)
    {
        var verdict = Descriptor.Validate(in head);
        return verdict.Fault == HandshakeFault.OriginNotAllowed && _origins is { } origins ? Reconsider(in head, verdict, origins) : verdict;
    }

    /// <summary>Says in the log which origin was refused, and what was asked about it; the response tells nothing of that.</summary>
    /// <param name="logger">The log.</param>
    /// <param name="origin">The origin, as sent.</param>
    /// <param name="policies">What was asked besides the rules that are known here; <see langword="null"/> for nothing.</param>
    public void LogRefusedOrigin(ILogger logger, string origin, string? policies = null)
    {
        if (logger.IsEnabled(LogLevel.Information))
        {
            var added = string.Join("; ", new[] { _origins?.Rules, policies }.Where(rules => rules is not null));
            Log.OriginRefused(logger, Descriptor.Pattern, LogText.Escape(LogText.Shorten(origin)), added.Length == 0 ? "nothing" : added);
        }
    }

    /// <inheritdoc cref="LogRefusedOrigin(ILogger, string, string?)"/>
    /// <param name="logger">The log.</param>
    /// <param name="head">The request head.</param>
    public void LogRefusedOrigin(ILogger logger, in HandshakeHead head)
    {
        if (logger.IsEnabled(LogLevel.Information))
        {
            LogRefusedOrigin(logger, OriginRules.Describe(in head));
        }
    }

    /// <summary>What runs the handlers of a session: one for all of them where their dispatchers are the same.</summary>
    /// <param name="dispatcher">The session's own.</param>
    /// <param name="logger">For what handlers throw.</param>
    public EndpointInvoker InvokerOf(EndpointDispatcher dispatcher, ILogger logger)
    {
        if (!dispatcher.IsSameForAll)
        {
            return new EndpointInvoker(dispatcher, logger);
        }

        return Volatile.Read(ref _shared)
            ?? Interlocked.CompareExchange(ref _shared, new EndpointInvoker(dispatcher, logger), null)
            ?? _shared;
    }

    // The origin is what the emitted code asks for last: without it, the head gets the verdict that it has otherwise.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private HandshakeVerdict Reconsider(in HandshakeHead head, HandshakeVerdict refused, AddedOrigins origins)
    {
        OriginRules.TryGetOrigin(in head, out var origin);
        if (!origins.List.Admits(origin))
        {
            return refused;
        }

        Span<HeaderField> fields = head.HeaderCount <= MaxFieldsOnStack ? stackalloc HeaderField[MaxFieldsOnStack] : new HeaderField[head.HeaderCount];
        var admitted = head.Without(HandshakeHeaders.Origin, fields);
        return Descriptor.Validate(in admitted);
    }
}
