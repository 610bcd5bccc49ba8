using Endpoints.Generated;
using Endpoints.Grammar;
using Endpoints.Handshake;
using Endpoints.Options;

namespace Endpoints.Dispatch.Handlers;

/// <summary>What is known of a route that was mapped by code: what the build emits of a class, made when the application starts.</summary>
internal sealed class HandlerDescriptor : EndpointDescriptor
{
    private readonly HandlerSource _handlers;
    private readonly SubprotocolChoice _choice;
    private readonly OriginList? _origins;
    private readonly bool _requiresProtocol;
    private readonly bool _resumesOnThreadPool;

    /// <param name="pattern">The route template.</param>
    /// <param name="parameterNames">The names of its parameters, in order.</param>
    /// <param name="handlers">The handlers.</param>
    /// <param name="options">What the route says of its sessions.</param>
    /// <param name="services">The services of the application.</param>
    /// <exception cref="ArgumentException">An option cannot be used.</exception>
    public HandlerDescriptor(
        string pattern, IReadOnlyList<string> parameterNames, HandlerSource handlers, WebSocketHandlerOptions options, IServiceProvider services)
    {
        _handlers = handlers;
        _requiresProtocol = options.RequireProtocol;
        _resumesOnThreadPool = options.ResumesOnThreadPool;
        Pattern = pattern;
        ParameterNames = parameterNames;
        Order = options.Order;
        Settings = HandlerOptionRules.SettingsOf(options);
        Metadata = options.OnlyUpgrades ? [.. handlers.Metadata, new OnlyUpgradesAttribute()] : handlers.Metadata;
        DemandsUser = HandlerMetadata.DemandUser(Metadata);
        Protocols = [.. options.Protocols ?? handlers.FindSubProtocols(services)];
        HandlerOptionRules.CheckProtocols(options, Protocols);
        _choice = new SubprotocolChoice(Protocols, options.ProtocolPreference == ProtocolPreference.Server);
        var origins = HandlerOptionRules.OriginsOf(options);
        _origins = Array.Exists(origins, origin => origin.Kind == OriginPatternKind.Any) ? null : new OriginList(origins);
    }

    public override Type EndpointType => _handlers.Type;

    public override string Pattern { get; }

    public override IReadOnlyList<string> ParameterNames { get; }

    public override int Order { get; }

    public override IReadOnlyList<string> Protocols { get; }

    public override EndpointSettings? Settings { get; }

    public override IReadOnlyList<object> Metadata { get; }

    public override bool DemandsUser { get; }

    public override HandshakeVerdict Validate(in HandshakeHead head)
    {
        var fault = HandshakeRules.CheckUpgrade(in head);
        if (fault != HandshakeFault.None)
        {
            return HandshakeVerdict.Reject(fault);
        }

        var protocol = _choice.Select(in head);
        if (protocol < 0 && _requiresProtocol)
        {
            return HandshakeVerdict.Reject(HandshakeFault.ProtocolNotAgreed);
        }

        return _origins is not null && OriginRules.TryGetOrigin(in head, out var origin) && !IsAdmitted(in head, origin, _origins)
            ? HandshakeVerdict.Reject(HandshakeFault.OriginNotAllowed)
            : HandshakeVerdict.Accept(protocol);
    }

    public override EndpointActivation Activate(WebSocketHandshake handshake) =>
        EndpointActivation.Ready(_handlers.CreateDispatcher(handshake, _resumesOnThreadPool));

    private static bool IsAdmitted(in HandshakeHead head, ReadOnlySpan<byte> origin, OriginList others) =>
        OriginRules.IsSameOrigin(in head, origin) || others.Admits(origin);
}
