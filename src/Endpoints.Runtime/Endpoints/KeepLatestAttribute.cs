namespace Endpoints;

/// <summary>
/// Says by which of its properties messages of a type are the same thing at different times: of a session whose endpoint has
/// <see cref="SendPolicy.KeepLatest"/> only the latest with a key waits to be sent. Without effect elsewhere.
/// </summary>
/// <remarks>
/// The build emits what reads the key, where the type is declared. Keys of different types are different. It is found wherever a value is sent:
/// by <see cref="WebSocketSession.SendJsonAsync"/>, by <see cref="WebSocketAudience.SendJson"/>, and as what a handler returns or yields.
/// </remarks>
/// <param name="property">The name of the property, for example <c>nameof(Quote.Symbol)</c>. A value that has <see langword="null"/> there has no key.</param>
/// <param name="others">Further properties; all of them make the key then.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class KeepLatestAttribute(string property, params string[] others) : Attribute
{
    /// <summary>The names of the properties that make the key.</summary>
    public IReadOnlyList<string> Properties { get; } = [property, .. others];
}
