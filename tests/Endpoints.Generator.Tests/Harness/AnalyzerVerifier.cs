using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Tests.Harness;

/// <summary>What an analyzer's test expects of a piece of user code.</summary>
internal static class AnalyzerVerifier
{
    /// <summary>
    /// Expects the diagnostic at every mark, with all parts in its message, and no other diagnostic of ours. The code must compile but
    /// for the compiler errors that are named.
    /// </summary>
    public static Task ReportsAsync(string id, string markedSource, params string[] messageParts) =>
        ReportsAsync(id, [markedSource], messageParts);

    /// <inheritdoc cref="ReportsAsync(string, string, string[])"/>
    public static async Task ReportsAsync(
        string id, string[] markedSources, string[] messageParts, string[]? compilerErrors = null, MetadataReference[]? libraries = null)
    {
        var sources = markedSources.Select(MarkedSource.Parse).ToArray();
        var compilation = AnalyzerCompilation.Create([.. sources.Select(s => s.Text)], libraries ?? []);
        AssertCompiles(compilation, compilerErrors ?? []);

        var diagnostics = await AnalyzerCompilation.AnalyzeAsync(compilation);
        var expected = sources.SelectMany((source, i) => source.Spans.Select(
            span => $"{id} Source{i}.cs \"{source.Text.Substring(span.Start, span.Length)}\"@{span.Start}"));
        var actual = diagnostics.Select(d => $"{d.Id} {d.Location.SourceTree?.FilePath} \"{TextOf(d)}\"@{d.Location.SourceSpan.Start}");
        Assert.True(
            expected.Order(StringComparer.Ordinal).SequenceEqual(actual.Order(StringComparer.Ordinal)),
            $"Expected:\n{string.Join('\n', expected)}\nActual:\n{string.Join('\n', actual)}\n{string.Join('\n', diagnostics)}");
        Assert.NotEmpty(diagnostics);
        foreach (var part in messageParts)
        {
            var messages = diagnostics.Select(d => d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)).ToArray();
            Assert.True(
                messages.Any(m => m.Contains(part, StringComparison.Ordinal)), $"No message has \"{part}\":\n{string.Join('\n', messages)}");
        }
    }

    /// <summary>Expects no diagnostic of ours, and no compiler error.</summary>
    public static Task AcceptsAsync(params string[] sources) => AcceptsAsync(sources, []);

    /// <inheritdoc cref="AcceptsAsync(string[])"/>
    public static async Task AcceptsAsync(string[] sources, MetadataReference[] libraries)
    {
        var compilation = AnalyzerCompilation.Create(sources, libraries);
        AssertCompiles(compilation, []);
        Assert.Empty(await AnalyzerCompilation.AnalyzeAsync(compilation));
    }

    private static void AssertCompiles(Compilation compilation, string[] expectedErrors)
    {
        var errors = UserCode.ErrorsOf(compilation);
        Assert.True(
            errors.Select(d => d.Id).Distinct().Order().SequenceEqual(expectedErrors.Order()),
            $"The test's code does not compile as expected:\n{string.Join('\n', errors.AsEnumerable())}");
    }

    private static string TextOf(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree?.GetText().ToString(diagnostic.Location.SourceSpan) ?? "";
}
