using Endpoints.Grammar;

namespace Endpoints.Generator.Model;

/// <summary>How emitted code calls a method of a filter.</summary>
internal enum FilterCall
{
    /// <summary>Not at all: the filter leaves it to the interface, which only passes on.</summary>
    None,

    /// <summary>On the class.</summary>
    Direct,

    /// <summary>On the interface, which the class implements explicitly.</summary>
    ThroughInterface,
}

/// <summary>A filter of an endpoint: one instance, however often it is declared.</summary>
/// <param name="Type">Its class.</param>
/// <param name="IsSingleton">Whether there is one for the application rather than one for each session.</param>
/// <param name="Constructor">What fills its constructor.</param>
/// <param name="Open">How it is called around the start of a session.</param>
/// <param name="Message">How it is called around messages.</param>
/// <param name="Disposal">What ends with the session, where the filter does.</param>
internal sealed record FilterModel(
    TypeRef Type,
    bool IsSingleton,
    EquatableArray<ConstructorArgumentModel> Constructor,
    FilterCall Open,
    FilterCall Message,
    DisposalKind Disposal);
