namespace Endpoints;

/// <summary>
/// A handler that blocks its thread, or all handlers of a class that do: they are called on the thread pool rather than on the thread
/// that received the message, so that they hold up no other session. Handlers of one session still run one after the other.
/// </summary>
/// <remarks>The payload is copied where it was to be read in place, and the next message waits until the handler has completed.</remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, Inherited = false)]
public sealed class BlockingAttribute : Attribute;
