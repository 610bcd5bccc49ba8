using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Diagnostics;

/// <summary>What an endpoint keeps for each session.</summary>
internal static partial class DiagnosticDescriptors
{
    /// <remarks>Arguments: 0: the parameter; 1: the handler; 2: its type.</remarks>
    public static readonly DiagnosticDescriptor StateInAsyncHandler = new(
        DiagnosticIds.StateInAsyncHandler,
        "State by reference on an asynchronous handler",
        "Parameter '{0}' of asynchronous handler '{1}' cannot be 'ref {2}', which an await cannot keep; make '{2}' a class with "
            + "[SessionState] and take it without 'ref', or return the task instead of awaiting it",
        DiagnosticCategories.State,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.StateInAsyncHandler),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the handler; 1: its state; 2: the handler before; 3: that one's state.</remarks>
    public static readonly DiagnosticDescriptor SeveralStates = new(
        DiagnosticIds.SeveralStates,
        "Handlers take different states",
        "Handler '{0}' takes the state '{1}', but '{2}' takes '{3}'; an endpoint has one state type, so put them into one",
        DiagnosticCategories.State,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.SeveralStates),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the handler; 1: the state; 2: the endpoint.</remarks>
    public static readonly DiagnosticDescriptor StateWithoutSingleton = new(
        DiagnosticIds.StateWithoutSingleton,
        "Session state on an endpoint with an instance for each session",
        "Handler '{0}' takes the state '{1}', but '{2}' has an instance for each session, whose fields are the state; use fields, or set "
            + "Lifetime = EndpointLifetime.Singleton",
        DiagnosticCategories.State,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.StateWithoutSingleton),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the state; 1: what is wrong with it.</remarks>
    public static readonly DiagnosticDescriptor StateNotCreatable = new(
        DiagnosticIds.StateNotCreatable,
        "Session state cannot be created",
        "The state '{0}' {1}; it is created with the session, so give it a parameterless constructor",
        DiagnosticCategories.State,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.StateNotCreatable),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the field; 1: the endpoint; 2: the handler.</remarks>
    public static readonly DiagnosticDescriptor SharedFieldWritten = new(
        DiagnosticIds.SharedFieldWritten,
        "Handler of a singleton writes to a shared field",
        "'{0}' is shared by all sessions of the singleton '{1}', whose handlers run at the same time; take a state as 'ref' parameter in "
            + "'{2}' if it belongs to a session, or else synchronise it",
        DiagnosticCategories.State,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.SharedFieldWritten));

    /// <remarks>Arguments: 0: its type; 1: the endpoint.</remarks>
    public static readonly DiagnosticDescriptor ContextHeld = new(
        DiagnosticIds.ContextHeld,
        "Endpoint holds a DbContext",
        "'{0}' is made for one unit of work, but '{1}' would hold it for hours; take it as a parameter of the handler, which gets a scope "
            + "for the call, or inject an IDbContextFactory",
        DiagnosticCategories.State,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.ContextHeld));
}
