using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Diagnostics;

/// <summary>Sub-protocols (RFC 6455 section 1.9).</summary>
internal static partial class DiagnosticDescriptors
{
    /// <remarks>Arguments: 0: the name; 1: the character that is not allowed.</remarks>
    public static readonly DiagnosticDescriptor InvalidSubprotocol = new(
        DiagnosticIds.InvalidSubprotocol,
        "Sub-protocol is not a token",
        "\"{0}\" is not a sub-protocol name: {1}",
        DiagnosticCategories.Subprotocols,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.InvalidSubprotocol));

    /// <remarks>Arguments: 0: the later name; 1: the earlier one, maybe in other case.</remarks>
    public static readonly DiagnosticDescriptor DuplicateSubprotocol = new(
        DiagnosticIds.DuplicateSubprotocol,
        "Sub-protocol is offered twice",
        "The sub-protocol \"{0}\" is already offered as \"{1}\"; remove one of them",
        DiagnosticCategories.Subprotocols,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.DuplicateSubprotocol));

    /// <remarks>Arguments: 0: the handler; 1: the sub-protocol; 2: the endpoint; 3: the sub-protocols offered, or <c>(none)</c>.</remarks>
    public static readonly DiagnosticDescriptor SubprotocolNotOffered = new(
        DiagnosticIds.SubprotocolNotOffered,
        "Handler is bound to a sub-protocol that is not offered",
        "Handler '{0}' is bound to the sub-protocol \"{1}\", which '{2}' does not offer; add it to Protocols or bind the " +
        "handler to one of: {3}",
        DiagnosticCategories.Subprotocols,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.SubprotocolNotOffered),
        customTags: WellKnownDiagnosticTags.NotConfigurable);
}
