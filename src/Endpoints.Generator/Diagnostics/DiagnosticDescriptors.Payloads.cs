using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Diagnostics;

/// <summary>Typed payloads.</summary>
internal static partial class DiagnosticDescriptors
{
    /// <remarks>
    /// Arguments: 0: the payload type; 1: <c>read</c> or <c>written</c>; 2: the context that lacks it, with the line to add.
    /// </remarks>
    public static readonly DiagnosticDescriptor PayloadNotSerializable = new(
        DiagnosticIds.PayloadNotSerializable,
        "Payload type is not in a JsonSerializerContext",
        "'{0}' cannot be {1} as JSON: {2}",
        DiagnosticCategories.Payloads,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.PayloadNotSerializable),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the payload type; 1: the rule, where it is, and what to do.</remarks>
    public static readonly DiagnosticDescriptor PayloadNotValidatable = new(
        DiagnosticIds.PayloadNotValidatable,
        "Payload has a rule that cannot be checked",
        "'{0}' cannot be validated: {1}",
        DiagnosticCategories.Payloads,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.PayloadNotValidatable),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the payload's type; 1: the handler; 2: why, as the rest of a sentence.</remarks>
    public static readonly DiagnosticDescriptor PayloadNotReadable = new(
        DiagnosticIds.PayloadNotReadable,
        "Payload cannot be read from JSON",
        "Messages for handler '{1}' cannot be read: '{0}' {2}; use a class that can be made, list derived ones with [JsonDerivedType], or "
            + "write a converter",
        DiagnosticCategories.Payloads,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.PayloadNotReadable));
}
