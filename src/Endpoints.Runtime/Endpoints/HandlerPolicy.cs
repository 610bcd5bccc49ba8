namespace Endpoints;

/// <summary>What a handler demands of who calls it. One object a handler and process, so that it may be the key of a cache.</summary>
/// <param name="handler">The handler's class and method, for logs.</param>
/// <param name="attributes">The handler's <c>[Authorize]</c> attributes, all of which must be met.</param>
public sealed class HandlerPolicy(string handler, IReadOnlyList<object> attributes)
{
    /// <summary>The handler's class and method, for logs.</summary>
    public string Handler { get; } = handler;

    /// <summary>The handler's <c>[Authorize]</c> attributes, all of which must be met.</summary>
    public IReadOnlyList<object> Attributes { get; } = attributes;
}
