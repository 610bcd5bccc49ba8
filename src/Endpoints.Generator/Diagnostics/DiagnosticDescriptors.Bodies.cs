using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Diagnostics;

/// <summary>What the bodies of handlers do.</summary>
internal static partial class DiagnosticDescriptors
{
    /// <remarks>Arguments: 0: the handler; 1: the method.</remarks>
    public static readonly DiagnosticDescriptor UnawaitedSend = new(
        DiagnosticIds.UnawaitedSend,
        "Send is not awaited",
        "Handler '{0}' does not wait for '{1}', so its failure is lost, and so is the back-pressure; await or return it, or assign it to '_'",
        DiagnosticCategories.Handlers,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.UnawaitedSend));

    /// <remarks>Arguments: 0: the handler.</remarks>
    public static readonly DiagnosticDescriptor StreamNotCancellable = new(
        DiagnosticIds.StreamNotCancellable,
        "Stream of replies cannot be cancelled",
        "Handler '{0}' goes on producing when the session has ended; add an [EnumeratorCancellation] CancellationToken parameter",
        DiagnosticCategories.Handlers,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.StreamNotCancellable));

    /// <remarks>Arguments: 0: the call; 1: the handler.</remarks>
    public static readonly DiagnosticDescriptor BlockingCall = new(
        DiagnosticIds.BlockingCall,
        "Handler blocks its thread",
        "'{0}' blocks the thread that receives for other sessions; use its asynchronous form, or mark handler '{1}' with [Blocking]",
        DiagnosticCategories.Handlers,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.BlockingCall));
}
