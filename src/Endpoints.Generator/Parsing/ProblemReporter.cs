using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>Passes problems on and remembers whether one of them keeps the endpoint from being emitted.</summary>
internal sealed class ProblemReporter(IProblemSink? sink)
{
    public bool HasErrors { get; private set; }

    public void Report(DiagnosticDescriptor descriptor, Location location, params object?[] arguments)
    {
        HasErrors |= descriptor.DefaultSeverity == DiagnosticSeverity.Error;
        sink?.Report(descriptor, location, arguments);
    }
}
