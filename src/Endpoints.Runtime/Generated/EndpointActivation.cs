using System.ComponentModel;

namespace Endpoints.Generated;

/// <summary>A session's dispatcher, or why a value of the request could not be bound.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct EndpointActivation
{
    private EndpointActivation(EndpointDispatcher? dispatcher, string? fault)
    {
        Dispatcher = dispatcher;
        Fault = fault;
    }

    /// <summary>The dispatcher, when everything was bound.</summary>
    public EndpointDispatcher? Dispatcher { get; }

    /// <summary>What could not be bound, for the log and, in Development, for the response.</summary>
    public string? Fault { get; }

    /// <summary>Everything was bound.</summary>
    public static EndpointActivation Ready(EndpointDispatcher dispatcher) => new(dispatcher, null);

    /// <summary>A value is missing or does not parse; the request is answered with 400.</summary>
    /// <param name="source"><c>route value</c>, <c>query value</c> or <c>header</c>.</param>
    /// <param name="name">Its name.</param>
    /// <param name="type">The type that it should have.</param>
    /// <param name="value">What was sent; null when it is missing.</param>
    public static EndpointActivation NotBound(string source, string name, string type, string? value) =>
        new(null, value is null
            ? $"The {source} '{name}' ({type}) is missing."
            : $"The {source} '{name}' is not a valid {type}.");
}
