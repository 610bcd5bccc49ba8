namespace Endpoints;

/// <summary>
/// A message fits its type and breaks its rules; the handler did not run. Where no <c>[OnError]</c> handler takes it, the session is
/// closed with 1007 and the first error as the reason.
/// </summary>
/// <param name="messageType">The type of the message.</param>
/// <param name="errors">What is wrong with it; one or more.</param>
public sealed class MessageValidationException(Type messageType, IReadOnlyList<MessageValidationError> errors)
    : Exception(errors.Count == 0 ? "The message is not valid." : errors[0].ToString())
{
    /// <summary>The type of the message.</summary>
    public Type MessageType { get; } = messageType;

    /// <summary>What is wrong with it, in the order of its members.</summary>
    public IReadOnlyList<MessageValidationError> Errors { get; } = errors;
}
