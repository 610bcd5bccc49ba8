namespace Endpoints.Backplanes;

/// <summary>
/// The broker has not confirmed a message: other processes may have got it, or not. The sessions of this process have.
/// Only where confirms are asked for (<see cref="WebSocketBackplaneOptions.WaitForConfirms"/>).
/// </summary>
public sealed class WebSocketBackplaneException : Exception
{
    /// <summary>An exception without a reason.</summary>
    public WebSocketBackplaneException()
    {
    }

    /// <param name="message">Why.</param>
    public WebSocketBackplaneException(string message)
        : base(message)
    {
    }

    /// <param name="message">Why.</param>
    /// <param name="innerException">What the backplane threw.</param>
    public WebSocketBackplaneException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
