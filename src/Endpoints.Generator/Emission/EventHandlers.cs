using Endpoints.Generator.Model;
using Endpoints.Grammar;

namespace Endpoints.Generator.Emission;

/// <summary>The calls that a dispatcher gets.</summary>
internal enum DispatcherEvent
{
    Open,
    Text,
    Binary,
    TextBody,
    BinaryBody,
    Ping,
    Pong,
    Close,
}

/// <summary>
/// Which handler runs for an event in each sub-protocol: one bound to the sub-protocol comes before one bound to none, and
/// <c>[OnText]</c> and <c>[OnBinary]</c> before a raw <c>[OnMessage]</c>.
/// </summary>
internal sealed class EventHandlers
{
    private readonly int[] _byProtocol;

    /// <param name="endpoint">The endpoint.</param>
    /// <param name="event">The event.</param>
    public EventHandlers(EndpointModel endpoint, DispatcherEvent @event)
    {
        var fallback = Find(endpoint.Handlers, @event, -1);
        Fallback = IfOf(fallback);
        _byProtocol = new int[endpoint.Protocols.Count];
        for (var i = 0; i < _byProtocol.Length; i++)
        {
            _byProtocol[i] = IfOf(Find(endpoint.Handlers, @event, i) is >= 0 and var bound ? bound : fallback);
        }

        // Whether messages come whole or while they arrive is decided by the handler that takes them, and only then.
        int IfOf(int handler)
        {
            var isBody = @event is DispatcherEvent.TextBody or DispatcherEvent.BinaryBody;
            return handler >= 0 && endpoint.Handlers[handler].ReadsBody == isBody ? handler : -1;
        }
    }

    /// <summary>The handler of sessions whose sub-protocol has none of its own; -1 for none.</summary>
    public int Fallback { get; }

    public bool Any => Fallback >= 0 || _byProtocol.Any(h => h >= 0);

    public bool DependsOnProtocol => _byProtocol.Any(h => h != Fallback);

    /// <summary>The handler of a sub-protocol; -1 for none.</summary>
    public int Of(int protocol) => protocol < 0 ? Fallback : _byProtocol[protocol];

    /// <summary>The handlers that run at all.</summary>
    public IEnumerable<int> Distinct => _byProtocol.Append(Fallback).Where(h => h >= 0).Distinct().OrderBy(h => h);

    private static int Find(EquatableArray<HandlerModel> handlers, DispatcherEvent @event, int protocol)
    {
        var found = -1;
        for (var i = 0; i < handlers.Count; i++)
        {
            var handler = handlers[i];
            if (handler.ProtocolIndex != protocol || !Takes(handler, @event))
            {
                continue;
            }

            if (handler.Kind != HandlerKind.Message)
            {
                return i;
            }

            found = i;
        }

        return found;
    }

    private static bool Takes(HandlerModel handler, DispatcherEvent @event) => @event switch
    {
        DispatcherEvent.Open => handler.Kind == HandlerKind.Open,
        DispatcherEvent.Text or DispatcherEvent.TextBody => handler.TakesText,
        DispatcherEvent.Binary or DispatcherEvent.BinaryBody => handler.TakesBinary,
        DispatcherEvent.Ping => handler.Kind == HandlerKind.Ping,
        DispatcherEvent.Pong => handler.Kind == HandlerKind.Pong,
        _ => handler.Kind == HandlerKind.Close,
    };
}
