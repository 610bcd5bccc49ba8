using System.Diagnostics.CodeAnalysis;

namespace Endpoints;

/// <summary>
/// Finds the trace that a message belongs to, where its sub-protocol has a place for the <c>traceparent</c> of W3C Trace Context: a header of STOMP, a
/// member of an envelope. Registered as a singleton service, and asked only where <c>TraceMessages</c> is on and somebody listens to spans.
/// Called from any thread, and for several sessions at a time. Docs: tracing.md.
/// </summary>
public interface IMessageTraceContext
{
    /// <summary>Whether messages of a sub-protocol have such a place. Asked once a session; of several services the first that says yes counts.</summary>
    /// <param name="subProtocol">The agreed sub-protocol; <see langword="null"/> for none.</param>
    bool IsFor(string? subProtocol);

    /// <summary>
    /// Looks for the trace of a message, which has come as a whole but is not checked otherwise: anything may be in it. What cannot be read as a
    /// <c>traceparent</c> is ignored, and so is an exception, which is logged.
    /// </summary>
    /// <param name="message">The payload; valid until the call returns.</param>
    /// <param name="isText">Whether it is text, in valid UTF-8.</param>
    /// <param name="traceParent">The value of <c>traceparent</c>.</param>
    /// <param name="traceState">The value of <c>tracestate</c>; <see langword="null"/> for none.</param>
    /// <returns>Whether it names a trace.</returns>
    bool TryFind(ReadOnlySpan<byte> message, bool isText, [NotNullWhen(true)] out string? traceParent, out string? traceState);
}
