namespace Endpoints;

/// <summary>
/// Runs around the handlers of an endpoint: it may look, measure, swallow a message, or close the session. Declared with
/// <see cref="UseFilterAttribute{TFilter}"/>; the build emits direct calls, and none for a method that a filter does not implement.
/// </summary>
/// <remarks>
/// <para>A filter that does not run <c>next</c> keeps what is behind it from running, and nothing else: the session goes on unless the
/// filter closes it. An exception, of the filter or of what is behind it, that leaves the filter goes to the endpoint's
/// <c>[OnError]</c> handlers, and closes the session with 1011 where there is none for it.</para>
/// <para>Calls of one session follow one another. A filter of lifetime <see cref="EndpointLifetime.Singleton"/>, which is the default,
/// is called for many sessions at the same time.</para>
/// </remarks>
public interface IWebSocketFilter
{
    /// <summary>Around <c>[OnOpen]</c>; also where the endpoint has no such handler. No message is delivered before it completes.</summary>
    /// <param name="session">The session, open.</param>
    /// <param name="next">The filters behind this one, then the handler.</param>
    ValueTask OnOpenAsync(WebSocketSession session, FilterNext next) => next.RunAsync();

    /// <summary>Around <c>[OnText]</c>, <c>[OnBinary]</c> and <c>[OnMessage]</c>. No further message is delivered before it completes.</summary>
    /// <param name="session">The session.</param>
    /// <param name="message">The message; its payload is valid until the returned task completes.</param>
    /// <param name="next">The filters behind this one, then the handler, with the reply that it returns.</param>
    ValueTask OnMessageAsync(WebSocketSession session, FilteredMessage message, FilterNext next) => next.RunAsync();
}
