using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Diagnostics;

/// <summary>Contracts and codecs.</summary>
internal static partial class DiagnosticDescriptors
{
    /// <remarks>Arguments: 0: the sub-protocol; 1: <c>text</c> or <c>binary</c>; 2: the endpoint.</remarks>
    public static readonly DiagnosticDescriptor SubprotocolFraming = new(
        DiagnosticIds.SubprotocolFraming,
        "Endpoint does not take the messages of a registered sub-protocol",
        "The sub-protocol \"{0}\" sends {1} messages, and '{2}' has no handler for them; add one, or a codec for {1} messages",
        DiagnosticCategories.Subprotocols,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.SubprotocolFraming));

    /// <remarks>Arguments: 0: the sub-protocol; 1: the endpoint.</remarks>
    public static readonly DiagnosticDescriptor SubprotocolNotServed = new(
        DiagnosticIds.SubprotocolNotServed,
        "Sub-protocol is offered but not served",
        "No handler of '{1}' takes messages of the sub-protocol \"{0}\"; add one with Protocol = \"{0}\" or without Protocol, or do not " +
        "offer the sub-protocol",
        DiagnosticCategories.Subprotocols,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.SubprotocolNotServed));

    /// <remarks>Arguments: 0: the payload type; 1: the handler; 2: why, and what to do.</remarks>
    public static readonly DiagnosticDescriptor InvalidDiscriminator = new(
        DiagnosticIds.InvalidDiscriminator,
        "Messages cannot be told apart",
        "'{0}' of handler '{1}' cannot be told apart from other messages: {2}",
        DiagnosticCategories.Payloads,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.InvalidDiscriminator),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the contract; 1: its base; 2: the endpoint.</remarks>
    public static readonly DiagnosticDescriptor UnhandledContract = new(
        DiagnosticIds.UnhandledContract,
        "Contract has no handler",
        "'{2}' handles contracts of '{1}' but not '{0}', so a session that sends one is closed; add an [OnMessage] handler for it, or one " +
        "that takes the rest",
        DiagnosticCategories.Payloads,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.UnhandledContract));

    /// <remarks>Arguments: 0: the codec, or the codecs; 1: why it does not fit, and what to do.</remarks>
    public static readonly DiagnosticDescriptor UnfitCodec = new(
        DiagnosticIds.UnfitCodec,
        "Codec does not fit",
        "'{0}' cannot be the codec here: {1}",
        DiagnosticCategories.Payloads,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.UnfitCodec),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the parameter; 1: its type; 2: the handler.</remarks>
    public static readonly DiagnosticDescriptor UntypedPayload = new(
        DiagnosticIds.UntypedPayload,
        "Payload has no shape",
        "Parameter '{0}' of handler '{2}' is '{1}', which says nothing about the message; take a type of your own, or the raw " +
        "ReadOnlySpan<byte>",
        DiagnosticCategories.Payloads,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.UntypedPayload));

    /// <remarks>Arguments: 0: the codec; 1: the sub-protocol; 2: the endpoint; 3: the sub-protocols offered, or <c>(none)</c>.</remarks>
    public static readonly DiagnosticDescriptor CodecProtocolNotOffered = new(
        DiagnosticIds.CodecProtocolNotOffered,
        "Codec is for a sub-protocol that is not offered",
        "The codec '{0}' is for the sub-protocol \"{1}\", which '{2}' does not offer; add it to Protocols or choose one of: {3}",
        DiagnosticCategories.Subprotocols,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.CodecProtocolNotOffered),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the endpoint.</remarks>
    public static readonly DiagnosticDescriptor EmptyDiscriminator = new(
        DiagnosticIds.EmptyDiscriminator,
        "Discriminator is empty",
        "The discriminator of '{0}' is blank, so no message can be told by it; name the JSON property that tells messages apart, or leave "
            + "Discriminator out for \"type\"",
        DiagnosticCategories.Payloads,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.EmptyDiscriminator),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the codec; 1: the endpoint.</remarks>
    public static readonly DiagnosticDescriptor UnusedCodec = new(
        DiagnosticIds.UnusedCodec,
        "Codec is not used",
        "No handler of '{1}' has a payload or a reply that is read or written with '{0}'; remove it, or let an [OnMessage] handler take "
            + "one of its types",
        DiagnosticCategories.Payloads,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.UnusedCodec));
}
