using System.Reflection;
using System.Runtime.CompilerServices;
using Endpoints.Generator.Analyzers;
using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Tests.Release;

/// <summary>Ids, descriptors, analyzers, release rows, pages and tests all speak of the same diagnostics.</summary>
public sealed class DiagnosticCatalogTests
{
    private static readonly Type[] CodeTypes =
        [typeof(ISymbol), typeof(Compilation), typeof(SyntaxNode), typeof(SyntaxTree), typeof(SemanticModel), typeof(Location)];

    public static TheoryData<string> EachId() => DiagnosticCatalog.EachId();

    [Fact]
    public void Every_id_is_unique_and_well_formed()
    {
        Assert.NotEmpty(DiagnosticCatalog.Ids);
        Assert.Equal(DiagnosticCatalog.Ids.Distinct(), DiagnosticCatalog.Ids);
        Assert.All(DiagnosticCatalog.Ids, id => Assert.Matches("^WSE[0-9]{4}$", id));
    }

    [Fact]
    public void Every_id_has_one_descriptor() => Assert.Equal(DiagnosticCatalog.Ids, DiagnosticCatalog.Descriptors.Select(d => d.Id));

    [Fact]
    public void Every_id_has_one_analyzer() => Assert.Equal(
        DiagnosticCatalog.Ids,
        AnalyzerCompilation.Analyzers.SelectMany(a => a.SupportedDiagnostics).Select(d => d.Id).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_descriptor_has_a_row_that_agrees_with_it() => Assert.Equal(
        DiagnosticCatalog.Descriptors.Select(d => (d.Id, d.Category, d.DefaultSeverity.ToString(), d.Title.ToString())),
        DiagnosticCatalog.ReleaseRows.OrderBy(r => r.Id, StringComparer.Ordinal));

    [Fact]
    public void Every_descriptor_has_a_title_a_category_and_a_link_where_pages_are_published() => Assert.All(
        DiagnosticCatalog.Descriptors,
        d =>
        {
            Assert.NotEmpty(d.Title.ToString());
            Assert.NotEmpty(d.MessageFormat.ToString());
            Assert.StartsWith("Endpoints.", d.Category, StringComparison.Ordinal);
            Assert.Equal(HelpLink.Base.Length == 0 ? "" : $"{HelpLink.Base}{d.Id}.md", d.HelpLinkUri);
            Assert.True(d.IsEnabledByDefault);
        });

    [Fact]
    public void Every_page_belongs_to_an_id_and_is_listed()
    {
        var folder = Path.GetDirectoryName(DiagnosticCatalog.PagePath("WSE0001"))!;
        var pages = Directory.EnumerateFiles(folder, "WSE*.md").Select(f => Path.GetFileNameWithoutExtension(f)!);
        Assert.Equal(DiagnosticCatalog.Ids, pages.Order(StringComparer.Ordinal));

        var list = File.ReadAllText(Path.Combine(folder, "README.md"));
        foreach (var d in DiagnosticCatalog.Descriptors)
        {
            var severity = d.DefaultSeverity + (IsFixed(d) ? "*" : "");
            Assert.Contains($"| [{d.Id}]({d.Id}.md) | {severity} | `{d.Category}` | {d.Title} |", list, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(EachId))]
    public void Every_page_says_what_why_wrong_right_and_how_to_suppress_a_warning(string id)
    {
        var descriptor = DiagnosticCatalog.Descriptors.Single(d => d.Id == id);
        var page = File.ReadAllText(DiagnosticCatalog.PagePath(id));
        var head = $"# {id}: {descriptor.Title}\n\n{descriptor.DefaultSeverity} in `{descriptor.Category}`.\n\n";
        Assert.StartsWith(head, page, StringComparison.Ordinal);
        Assert.Contains("\n## Why\n", page, StringComparison.Ordinal);
        Assert.Contains("\n## Wrong\n\n```csharp\n", page, StringComparison.Ordinal);
        Assert.Contains("\n## Right\n\n```csharp\n", page, StringComparison.Ordinal);
        Assert.Equal(
            descriptor.DefaultSeverity == DiagnosticSeverity.Warning,
            page.Contains($"#pragma warning disable {id}", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(EachId))]
    public void Every_id_has_a_test_that_reports_it_and_one_that_does_not(string id)
    {
        var tests = typeof(DiagnosticCatalogTests).Assembly.GetType($"Endpoints.Generator.Tests.Diagnostics.{id}Tests");
        Assert.NotNull(tests);
        var names = tests.GetMethods().Where(m => m.GetCustomAttributes<FactAttribute>().Any()).Select(m => m.Name).ToArray();
        Assert.Contains(names, n => n.StartsWith("Reports_", StringComparison.Ordinal));
        Assert.Contains(names, n => n.StartsWith("Accepts_", StringComparison.Ordinal));
    }

    [Fact]
    public void No_analyzer_keeps_symbols_or_compilations_in_static_fields()
    {
        var types = typeof(DiagnosticIds).Assembly.GetTypes()
            .Where(t => t.Namespace?.StartsWith("Endpoints.Generator", StringComparison.Ordinal) == true)
            .Where(t => !t.Name.Contains('<', StringComparison.Ordinal));

        // A weak table keeps neither its keys nor what hangs on them.
        const BindingFlags Static = BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public;
        var fields = types.SelectMany(t => t.GetFields(Static)).Where(f => !f.IsLiteral).ToArray();
        var strong = fields.Where(f => !(f.FieldType.IsGenericType && f.FieldType.GetGenericTypeDefinition() == typeof(ConditionalWeakTable<,>)));
        Assert.NotEmpty(fields);
        Assert.All(fields, f => Assert.True(f.IsInitOnly, $"{f.DeclaringType!.Name}.{f.Name} can be changed."));
        Assert.All(strong, f => Assert.False(HoldsCode(f.FieldType), $"{f.DeclaringType!.Name}.{f.Name} may keep a compilation alive."));
    }

    [Fact]
    public void Exactly_the_errors_for_which_an_endpoint_is_left_out_cannot_be_suppressed() => Assert.Equal(
        new EndpointShapeAnalyzer().SupportedDiagnostics.Where(d => d.DefaultSeverity == DiagnosticSeverity.Error).Select(d => d.Id),
        DiagnosticCatalog.Descriptors.Where(IsFixed).Select(d => d.Id));

    [Fact]
    public async Task A_pragma_does_not_hide_that_an_endpoint_is_left_out()
    {
        const string Source =
            """
            #pragma warning disable WSE0003, WSE0070
            [WebSocketEndpoint("/", MaxFrameSize = -1)]
            public sealed class Nothing;
            """;
        var diagnostics = await AnalyzerCompilation.AnalyzeAsync(AnalyzerCompilation.Create([Source]));
        Assert.Equal([DiagnosticIds.NoHandler], diagnostics.Select(d => d.Id));
    }

    private static bool IsFixed(DiagnosticDescriptor descriptor) => descriptor.CustomTags.Contains(WellKnownDiagnosticTags.NotConfigurable);

    private static bool HoldsCode(Type type) =>
        CodeTypes.Any(t => t.IsAssignableFrom(type))
        || type.GetGenericArguments().Any(HoldsCode)
        || (type.HasElementType && HoldsCode(type.GetElementType()!));
}
