namespace Endpoints;

/// <summary>A rule that a message breaks.</summary>
/// <param name="Member">The member, for example <c>Text</c> or <c>Lines[2].Amount</c>; empty for the message as a whole.</param>
/// <param name="Message">What is wrong, as the rule says it.</param>
public readonly record struct MessageValidationError(string Member, string Message)
{
    /// <summary>The member and what is wrong.</summary>
    public override string ToString() => Member.Length == 0 ? Message : $"{Member}: {Message}";
}
