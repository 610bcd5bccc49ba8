using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Diagnostics;

/// <summary>Which endpoints an application serves, and from which assemblies.</summary>
internal static partial class DiagnosticDescriptors
{
    /// <remarks>Arguments: 0: what is not served, as a noun phrase with its verb; 1: the method; 2: what to write.</remarks>
    public static readonly DiagnosticDescriptor EndpointsNotMapped = new(
        DiagnosticIds.EndpointsNotMapped,
        "Endpoints are not mapped",
        "{0} not served, because nothing calls '{1}'; call {2} in the program",
        DiagnosticCategories.Composition,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.EndpointsNotMapped),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    /// <remarks>Arguments: 0: the assembly; 1: one of its endpoint classes.</remarks>
    public static readonly DiagnosticDescriptor LibraryWithoutTable = new(
        DiagnosticIds.LibraryWithoutTable,
        "Library was built without the generator",
        "The endpoints of '{0}', such as '{1}', are not served, because it was built without the generator of Endpoints; let its " +
        "project run the generator and build it again",
        DiagnosticCategories.Composition,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.LibraryWithoutTable),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    /// <remarks>Arguments: 0: what is empty and what to write, as a sentence.</remarks>
    public static readonly DiagnosticDescriptor EmptyCondition = new(
        DiagnosticIds.EmptyCondition,
        "Endpoint condition is empty",
        "The endpoint's condition cannot be evaluated. {0}.",
        DiagnosticCategories.Composition,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.EmptyCondition),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the type; 1: why, as the rest of a sentence.</remarks>
    public static readonly DiagnosticDescriptor InvalidConditionType = new(
        DiagnosticIds.InvalidConditionType,
        "Condition type cannot be used",
        "'{0}' cannot be an endpoint's condition: it {1}",
        DiagnosticCategories.Composition,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.InvalidConditionType),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the class.</remarks>
    public static readonly DiagnosticDescriptor ConditionOutsideEndpoint = new(
        DiagnosticIds.ConditionOutsideEndpoint,
        "Condition on a class that is no endpoint",
        "The condition of '{0}' has no effect, because the class is no endpoint; add [WebSocketEndpoint] to it or remove the condition",
        DiagnosticCategories.Composition,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.ConditionOutsideEndpoint));

    /// <remarks>Arguments: 0: the endpoint; 1: the difference, as a clause.</remarks>
    public static readonly DiagnosticDescriptor EndpointNotAsDeclared = new(
        DiagnosticIds.EndpointNotAsDeclared,
        "Endpoint needs what another source generator adds",
        "Endpoint '{0}' needs what other source generators add, and generators do not see each other's output, so {1}; write that part by "
            + "hand, or put it into a project that this one refers to",
        DiagnosticCategories.Composition,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.EndpointNotAsDeclared),
        customTags: [WellKnownDiagnosticTags.NotConfigurable, WellKnownDiagnosticTags.CompilationEnd]);
}
