using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Diagnostics;

/// <summary>Handler methods.</summary>
internal static partial class DiagnosticDescriptors
{
    /// <remarks>Arguments: 0: the parameter; 1: the handler; 2: its type; 3: what is possible there.</remarks>
    public static readonly DiagnosticDescriptor UnsupportedParameter = new(
        DiagnosticIds.UnsupportedParameter,
        "Handler parameter is not supported",
        "Parameter '{0}' of handler '{1}' cannot be '{2}'; use {3}",
        DiagnosticCategories.Handlers,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.UnsupportedParameter),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the handler; 1: the first parameter; 2: the second.</remarks>
    public static readonly DiagnosticDescriptor SeveralMessageParameters = new(
        DiagnosticIds.SeveralMessageParameters,
        "Handler has several message parameters",
        "Handler '{0}' takes the message twice, as '{1}' and as '{2}'; keep one of them",
        DiagnosticCategories.Handlers,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.SeveralMessageParameters),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the parameter; 1: the attribute without its suffix; 2: the handler; 3: why, and what fits.</remarks>
    public static readonly DiagnosticDescriptor WrongMessageParameter = new(
        DiagnosticIds.WrongMessageParameter,
        "Message parameter does not fit the handler",
        "Parameter '{0}' does not fit [{1}] handler '{2}': {3}",
        DiagnosticCategories.Handlers,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.WrongMessageParameter),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the handler; 1: its return type, or <c>async void</c>; 2: what to return.</remarks>
    public static readonly DiagnosticDescriptor UnsupportedReturnType = new(
        DiagnosticIds.UnsupportedReturnType,
        "Handler return type is not supported",
        "Handler '{0}' cannot return '{1}'; {2}",
        DiagnosticCategories.Handlers,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.UnsupportedReturnType),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the attribute without its suffix; 1: the handler; 2: the return type.</remarks>
    public static readonly DiagnosticDescriptor UnsendableReply = new(
        DiagnosticIds.UnsendableReply,
        "Handler returns a payload that cannot be sent",
        "[{0}] handler '{1}' cannot reply with '{2}'; return void, Task or ValueTask",
        DiagnosticCategories.Handlers,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.UnsendableReply),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the handler; 1: why, and what to do.</remarks>
    public static readonly DiagnosticDescriptor InvalidErrorHandler = new(
        DiagnosticIds.InvalidErrorHandler,
        "Error handler is not usable",
        "Error handler '{0}' is not usable: {1}",
        DiagnosticCategories.Handlers,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.InvalidErrorHandler),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the parameter; 1: the handler; 2: what it takes; 3: the endpoint's MaxConcurrency.</remarks>
    public static readonly DiagnosticDescriptor StreamOfParallelEndpoint = new(
        DiagnosticIds.StreamOfParallelEndpoint,
        "Streaming handler of a parallel endpoint",
        "Parameter '{0}' of handler '{1}' takes {2} one piece after the other, and MaxConcurrency = {3} asks for handlers that run at the same time; remove one of them",
        DiagnosticCategories.Handlers,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.StreamOfParallelEndpoint),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the parameter; 1: the handler; 2: its type; 3: the memory type.</remarks>
    public static readonly DiagnosticDescriptor SpanInAsyncHandler = new(
        DiagnosticIds.SpanInAsyncHandler,
        "Span parameter on an asynchronous handler",
        "Parameter '{0}' of asynchronous handler '{1}' cannot be '{2}', which is gone at the first await; use '{3}'",
        DiagnosticCategories.Handlers,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.SpanInAsyncHandler),
        customTags: WellKnownDiagnosticTags.NotConfigurable);
}
