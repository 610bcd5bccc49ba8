using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Tests.Harness;

/// <summary>What compiling user code without the other generators leaves open.</summary>
internal static class UserCode
{
    /// <summary>The compiler's errors but for those.</summary>
    public static Diagnostic[] ErrorsOf(Compilation compilation) =>
        [.. compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error && !IsMissingGeneratedCode(d))];

    // A JsonSerializerContext is completed by System.Text.Json's own generator, which does not run here.
    private static bool IsMissingGeneratedCode(Diagnostic diagnostic) =>
        diagnostic.Id is "CS0534" or "CS7036" && diagnostic.GetMessage(null).Contains("JsonSerializerContext", StringComparison.Ordinal);
}
