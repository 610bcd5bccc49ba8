using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>Takes what the parser finds wrong. The analyzers report it; the generator passes none and leaves the endpoint out.</summary>
internal interface IProblemSink
{
    /// <param name="descriptor">The rule.</param>
    /// <param name="location">The smallest piece of source that shows it.</param>
    /// <param name="arguments">What the rule's message takes.</param>
    void Report(DiagnosticDescriptor descriptor, Location location, params object?[] arguments);
}
