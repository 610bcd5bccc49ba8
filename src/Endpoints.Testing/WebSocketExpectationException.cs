namespace Endpoints.Testing;

/// <summary>Something else happened than a test expected. The message says what.</summary>
public sealed class WebSocketExpectationException : Exception
{
    internal WebSocketExpectationException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
