namespace Endpoints.Client.Connecting;

/// <summary>Bounds a step of connecting, and tells a deadline from a cancellation.</summary>
internal static class Deadline
{
    /// <summary>Runs a step.</summary>
    /// <param name="step">The step; it ends soon when its token is cancelled.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="message">What the exception says when it takes longer.</param>
    /// <param name="cancellationToken">The application's.</param>
    /// <exception cref="TimeoutException">It took longer.</exception>
    public static async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> step, TimeSpan limit, TimeProvider time, string message, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await step(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(error.Message, error, cancellationToken);
        }
        catch (Exception error) when (deadline.IsCancellationRequested && error is OperationCanceledException or IOException)
        {
            throw new TimeoutException(message, error);
        }
    }
}
