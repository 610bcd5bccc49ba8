namespace Endpoints;

/// <summary>What a filter surrounds: the filters behind it, then the handler. A value, so that passing it on allocates nothing.</summary>
public readonly struct FilterNext
{
    private readonly IFilterSteps? _steps;
    private readonly int _step;
    private readonly WebSocketSession _session;
    private readonly FilteredMessage _message;

    internal FilterNext(IFilterSteps steps, int step, WebSocketSession session, FilteredMessage message)
    {
        _steps = steps;
        _step = step;
        _session = session;
        _message = message;
    }

    /// <summary>Something to run, for tests of filters.</summary>
    /// <param name="run">What <see cref="RunAsync"/> calls.</param>
    public static FilterNext To(Func<ValueTask> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new FilterNext(new Callback(run), 0, null!, default);
    }

    /// <summary>
    /// Runs it. The task completes when the handler has, and when its reply is queued; a synchronous handler has run when the call
    /// returns. Exceptions pass through.
    /// </summary>
    public ValueTask RunAsync() => _steps is null ? default : _steps.RunStepAsync(_step, _session, _message);

    private sealed class Callback(Func<ValueTask> run) : IFilterSteps
    {
        public ValueTask RunStepAsync(int step, WebSocketSession session, FilteredMessage message) => run();
    }
}
