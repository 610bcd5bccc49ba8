using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Diagnostics;

/// <summary>Limits, deadlines and close codes.</summary>
internal static partial class DiagnosticDescriptors
{
    /// <remarks>Arguments: 0: the property; 1: its value; 2: the range, or the limit that contradicts.</remarks>
    public static readonly DiagnosticDescriptor InvalidLimit = new(
        DiagnosticIds.InvalidLimit,
        "Limit is out of range or contradictory",
        "{0} cannot be {1}: {2}",
        DiagnosticCategories.Limits,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.InvalidLimit));

    /// <remarks>Arguments: 0: the type, or a name in quotes and the type; 1: why not.</remarks>
    public static readonly DiagnosticDescriptor UnreadableMessageKey = new(
        DiagnosticIds.UnreadableMessageKey,
        "Key of a message cannot be read",
        "[KeepLatest] cannot make a key of {0}: {1}",
        DiagnosticCategories.Limits,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.UnreadableMessageKey));

    /// <remarks>Arguments: 0: the endpoint.</remarks>
    public static readonly DiagnosticDescriptor PolicyWithoutKeys = new(
        DiagnosticIds.PolicyWithoutKeys,
        "Policy keeps the latest by key, and there are no keys",
        "'{0}' keeps the latest message of each key, and no message has one: put [KeepLatest] on its message type, or send with a key",
        DiagnosticCategories.Limits,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.PolicyWithoutKeys),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    /// <remarks>Arguments: 0: the close code, or <c>The close reason</c>; 1: why, and what is possible.</remarks>
    public static readonly DiagnosticDescriptor UnsendableCloseStatus = new(
        DiagnosticIds.UnsendableCloseStatus,
        "Close status cannot be sent",
        "{0} cannot be sent: {1}",
        DiagnosticCategories.Limits,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.UnsendableCloseStatus));

    /// <remarks>Arguments: 0: the method; 1: its size in bytes.</remarks>
    public static readonly DiagnosticDescriptor OversizedControlPayload = new(
        DiagnosticIds.OversizedControlPayload,
        "Ping or pong payload is too large",
        "The payload of '{0}' is {1} bytes, and a ping or pong holds 125",
        DiagnosticCategories.Limits,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.OversizedControlPayload));

    /// <remarks>Arguments: 0: the property, or <c>The rate limit</c>; 1: what is wrong, and what is possible.</remarks>
    public static readonly DiagnosticDescriptor InvalidRateLimit = new(
        DiagnosticIds.InvalidRateLimit,
        "Rate limit is out of range or limits nothing",
        "{0} {1}",
        DiagnosticCategories.Limits,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.InvalidRateLimit));
}
