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

    /// <remarks>Arguments: 0: the payload; 1: the handler.</remarks>
    public static readonly DiagnosticDescriptor PayloadRetained = new(
        DiagnosticIds.PayloadRetained,
        "Handler keeps a payload that is only lent",
        "'{0}' is lent to handler '{1}' and overwritten after it; keep a copy of it, as with '.ToArray()'",
        DiagnosticCategories.Handlers,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.PayloadRetained));

    /// <remarks>Arguments: 0: the handler.</remarks>
    public static readonly DiagnosticDescriptor OwnEndAwaited = new(
        DiagnosticIds.OwnEndAwaited,
        "Handler waits for the end of its own session",
        "Handler '{0}' waits for the session to end, and the session waits for the handler, so neither ends; do it in an [OnClose] handler, or "
            + "wait for the handler's CancellationToken",
        DiagnosticCategories.Handlers,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.OwnEndAwaited));

    /// <remarks>Arguments: 0: the handler; 1: the method; 2: the one that does not wait.</remarks>
    public static readonly DiagnosticDescriptor SequentialBroadcast = new(
        DiagnosticIds.SequentialBroadcast,
        "Broadcast waits for each peer in turn",
        "Handler '{0}' awaits '{1}' for one session after the other, so the slowest peer holds up all that follow; use '{2}', which does not "
            + "wait, or await the sends together",
        DiagnosticCategories.Handlers,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.SequentialBroadcast));
}
