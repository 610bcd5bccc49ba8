using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Keys of messages that emitted code cannot read.</summary>
public sealed class WSE0071Tests
{
    private const string Id = DiagnosticIds.UnreadableMessageKey;

    [Theory]
    [InlineData("[KeepLatest([|\"Symbl\"|])] public sealed record Quote(string Symbol);", "\"Symbl\" of Quote", "no property of that name")]
    [InlineData("[KeepLatest([|\"\"|])] public sealed record Quote(string Symbol);", "no property of that name")]
    [InlineData("[KeepLatest([|\"Read\"|])] public sealed class Quote { public string Read() => \"\"; }", "it is no property")]
    [InlineData("[KeepLatest([|nameof(Quote.Symbol)|])] public sealed class Quote { public string Symbol = \"\"; }", "it is no property")]
    [InlineData("[KeepLatest([|nameof(Quote.All)|])] public sealed class Quote { public static string All => \"\"; }", "static")]
    [InlineData("[KeepLatest([|\"Symbol\"|])] public sealed class Quote { public string Symbol { set { } } }", "it cannot be read")]
    [InlineData("[KeepLatest([|\"Symbol\"|])] public sealed class Quote { private string Symbol { get; } = \"\"; }", "make it internal or public")]
    [InlineData("[KeepLatest([|\"Symbol\"|])] public sealed class Quote { public string Symbol { private get; set; } = \"\"; }", "make it internal or public")]
    [InlineData("[KeepLatest([|\"Symbol\"|])] public sealed class Quote { public ReadOnlySpan<char> Symbol => \"\"; }", "cannot be kept")]
    [InlineData("[KeepLatest(\"Symbol\", [|\"Level\"|])] public sealed record Quote(string Symbol);", "\"Level\" of Quote")]
    [InlineData("[[|KeepLatest(\"Symbol\")|]] public sealed record Quote<T>(string Symbol);", "generic")]
    [InlineData("[[|KeepLatest(\"Symbol\")|]] file sealed record Quote(string Symbol);", "make it internal or public")]
    [InlineData("public sealed class Outer { [[|KeepLatest(\"Symbol\")|]] private sealed record Quote(string Symbol); }", "make it internal or public")]
    [InlineData("[[|KeepLatest(\"Symbol\")|]] public ref struct Quote { public string Symbol => \"\"; }", "ref struct")]
    public Task Reports_what_cannot_be_read(string source, params string[] parts) => AnalyzerVerifier.ReportsAsync(Id, source, parts);

    [Theory]
    [InlineData("[KeepLatest(nameof(Quote.Symbol))] public sealed record Quote(string Symbol);")]
    [InlineData("[KeepLatest(\"Symbol\", \"Level\", \"Venue\")] public readonly record struct Quote(string Symbol, int Level, string? Venue);")]
    [InlineData("public abstract class Base { public string Symbol { get; set; } = \"\"; } [KeepLatest(nameof(Base.Symbol))] public sealed class Quote : Base;")]
    [InlineData("[KeepLatest(\"Symbol\")] internal sealed class Quote { internal string Symbol { get; private set; } = \"\"; }")]
    [InlineData("public static class Outer { [KeepLatest(\"Symbol\")] internal sealed record Quote(string Symbol); }")]
    public Task Accepts_what_can_be_read(string source) => AnalyzerVerifier.AcceptsAsync(source);
}
