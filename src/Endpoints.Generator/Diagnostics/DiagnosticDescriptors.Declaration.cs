using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Diagnostics;

/// <summary>How an endpoint class is declared.</summary>
internal static partial class DiagnosticDescriptors
{
    /// <remarks>
    /// Arguments: 0: the type that lacks <c>partial</c> (the endpoint or a type around it); 1: what else would do, for example
    /// <c>, or make handler 'Text' internal</c>; nothing else does for a client's endpoint.
    /// </remarks>
    public static readonly DiagnosticDescriptor TypeNotPartial = new(
        DiagnosticIds.TypeNotPartial,
        "Endpoint type is not partial",
        "Make '{0}' partial{1}: generated code has to reach it",
        DiagnosticCategories.Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.TypeNotPartial),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the type; 1: <c>abstract</c>, <c>static</c>, <c>generic</c>, <c>file-local</c> and the like.</remarks>
    public static readonly DiagnosticDescriptor TypeNotInstantiable = new(
        DiagnosticIds.TypeNotInstantiable,
        "Endpoint type cannot be instantiated",
        "'{0}' cannot be an endpoint because it is {1}; make it a concrete, non-generic class that its assembly can see",
        DiagnosticCategories.Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.TypeNotInstantiable),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the endpoint.</remarks>
    public static readonly DiagnosticDescriptor NoHandler = new(
        DiagnosticIds.NoHandler,
        "Endpoint has no handler",
        "Endpoint '{0}' has no handler; add a method with [OnText], [OnBinary], [OnMessage] or another handler attribute",
        DiagnosticCategories.Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.NoHandler),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the second method; 1: what both handle, for example <c>text messages</c>; 2: the first method.</remarks>
    public static readonly DiagnosticDescriptor DuplicateHandler = new(
        DiagnosticIds.DuplicateHandler,
        "Two handlers for the same event",
        "'{0}' is a second handler for {1}, besides '{2}'; remove one of them, or set Protocol on both",
        DiagnosticCategories.Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.DuplicateHandler),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the attribute without its suffix; 1: the method; 2: the type around it.</remarks>
    public static readonly DiagnosticDescriptor HandlerOutsideEndpoint = new(
        DiagnosticIds.HandlerOutsideEndpoint,
        "Handler attribute outside an endpoint",
        "[{0}] on '{1}' has no effect because '{2}' is not an endpoint; add [WebSocketEndpoint(\"/path\")] to '{2}', or remove [{0}]",
        DiagnosticCategories.Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.HandlerOutsideEndpoint));

    /// <remarks>Arguments: 0: the class.</remarks>
    public static readonly DiagnosticDescriptor ServerAndClientEndpoint = new(
        DiagnosticIds.ServerAndClientEndpoint,
        "Server and client endpoint in one class",
        "'{0}' is declared as a server and as a client endpoint; split it into two classes",
        DiagnosticCategories.Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.ServerAndClientEndpoint));

    /// <remarks>Arguments: 0: the base method; 1: the base class; 2: the endpoint; 3: what to do.</remarks>
    public static readonly DiagnosticDescriptor InheritedHandlerNotRun = new(
        DiagnosticIds.InheritedHandlerNotRun,
        "Inherited handler is not run",
        "'{0}' of base class '{1}' is not a handler of endpoint '{2}', because handler attributes are not inherited; {3}",
        DiagnosticCategories.Declaration,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.InheritedHandlerNotRun));

    /// <remarks>Arguments: 0: the setting; 1: the endpoint; 2: why, as the rest of a sentence.</remarks>
    public static readonly DiagnosticDescriptor SettingWithoutEffect = new(
        DiagnosticIds.SettingWithoutEffect,
        "Setting has no effect",
        "'{0}' of endpoint '{1}' has no effect, because {2}; remove it, or add what it is for",
        DiagnosticCategories.Declaration,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.SettingWithoutEffect));

    /// <remarks>Arguments: 0: the attribute, without brackets; 1: what it stands on; 2: why and what to do, as the rest of a sentence.</remarks>
    public static readonly DiagnosticDescriptor AttributeWithoutEffect = new(
        DiagnosticIds.AttributeWithoutEffect,
        "Attribute has no effect here",
        "[{0}] on '{1}' has no effect, because {2}",
        DiagnosticCategories.Declaration,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.AttributeWithoutEffect));
}
