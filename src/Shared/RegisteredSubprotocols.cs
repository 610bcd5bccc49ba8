namespace Endpoints.Grammar;

/// <summary>Which kind of messages a sub-protocol sends.</summary>
internal enum SubprotocolFraming
{
    /// <summary>Either, or nothing is known of it.</summary>
    Any,
    Text,
    Binary,
}

/// <summary>
/// Sub-protocols of IANA's "WebSocket Subprotocol Name Registry" whose specification demands one kind of messages. STOMP, SIP, MSRP and
/// SOAP allow both, and are not here.
/// </summary>
internal static class RegisteredSubprotocols
{
    public static SubprotocolFraming FramingOf(string name) => name switch
    {
        // MQTT 5.0 section 6; AMQP WebSocket Binding section 2.4; RFC 8323 section 4; RFC 8857 section 4; OPC UA part 6 section 7.5.
        "mqtt" or "amqp" or "coap" or "bfcp" or "opcua+uacp" => SubprotocolFraming.Binary,
        "wamp.2.msgpack" or "wamp.2.cbor" => SubprotocolFraming.Binary,

        // RFC 7395 section 3.2; OCPP-J section 4; OPC UA part 6 section 7.5.
        "xmpp" or "opcua+uajson" or "wamp.2.json" => SubprotocolFraming.Text,
        "ocpp1.2" or "ocpp1.5" or "ocpp1.6" or "ocpp2.0" or "ocpp2.0.1" or "ocpp2.1" => SubprotocolFraming.Text,
        _ => SubprotocolFraming.Any,
    };
}
