using Endpoints.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Endpoints.Generator.Tests.Harness;

/// <summary>
/// Applies a code fix in a workspace and checks what comes out: the text, that it compiles, and that the diagnostic is gone.
/// </summary>
internal static class CodeFixVerifier
{
    /// <summary>Fixes the only occurrence.</summary>
    public static Task FixesAsync(BatchCodeFix fix, string before, string after) => FixesAsync(fix, [before], [after]);

    /// <inheritdoc cref="FixesAsync(BatchCodeFix, string, string)"/>
    public static async Task FixesAsync(BatchCodeFix fix, string[] before, string[] after)
    {
        var project = CreateProject(before);
        var diagnostic = Assert.Single(await FindAsync(project, fix));
        var actions = await OfferAsync(fix, project, diagnostic);
        await AssertFixedAsync(fix, await ApplyAsync(Assert.Single(actions)), project.Id, after);
    }

    /// <summary>Fixes all occurrences, of which there must be several, at once.</summary>
    public static Task FixesAllAsync(BatchCodeFix fix, string before, string after) =>
        FixesAllAsync(fix, [before], [after], FixAllScope.Document);

    /// <inheritdoc cref="FixesAllAsync(BatchCodeFix, string, string)"/>
    public static async Task FixesAllAsync(BatchCodeFix fix, string[] before, string[] after, FixAllScope scope)
    {
        var project = CreateProject(before);
        var diagnostics = await FindAsync(project, fix);
        Assert.True(diagnostics.Length > 1, "Fixing all takes more than one occurrence.");
        var document = project.GetDocument(diagnostics[0].Location.SourceTree)!;
        var key = Assert.Single(await OfferAsync(fix, project, diagnostics[0])).EquivalenceKey;
        var context = new FixAllContext(document, fix, scope, key!, fix.FixableDiagnosticIds, new Diagnostics(fix), CancellationToken.None);
        var action = await fix.GetFixAllProvider().GetFixAsync(context);
        await AssertFixedAsync(fix, await ApplyAsync(action!), project.Id, after);
    }

    /// <summary>Expects that the diagnostic is there and that the fix is not offered for it.</summary>
    public static async Task IsNotOfferedAsync(BatchCodeFix fix, string source)
    {
        var project = CreateProject([source]);
        var diagnostics = await FindAsync(project, fix);
        Assert.NotEmpty(diagnostics);
        foreach (var diagnostic in diagnostics)
        {
            Assert.Empty(await OfferAsync(fix, project, diagnostic));
        }
    }

    private static Project CreateProject(string[] sources)
    {
        var workspace = new AdhocWorkspace();
        var id = ProjectId.CreateNewId();
        var solution = workspace.CurrentSolution
            .AddProject(ProjectInfo.Create(
                id,
                VersionStamp.Default,
                "UserCode",
                "UserCode",
                LanguageNames.CSharp,
                compilationOptions: AnalyzerCompilation.CompilationOptions,
                parseOptions: AnalyzerCompilation.ParseOptions,
                metadataReferences: RefPacks.All));
        solution = AddDocument(solution, id, "GlobalUsings.cs", AnalyzerCompilation.GlobalUsings);
        for (var i = 0; i < sources.Length; i++)
        {
            solution = AddDocument(solution, id, $"Source{i}.cs", sources[i]);
        }

        return solution.GetProject(id)!;
    }

    private static Solution AddDocument(Solution solution, ProjectId project, string name, string text) =>
        solution.AddDocument(DocumentId.CreateNewId(project), name, SourceText.From(text, System.Text.Encoding.UTF8), filePath: name);

    private static async Task<Diagnostic[]> FindAsync(Project project, CodeFixProvider fix)
    {
        var compilation = await project.GetCompilationAsync();
        return [.. (await AnalyzerCompilation.AnalyzeAsync(compilation!)).Where(d => fix.FixableDiagnosticIds.Contains(d.Id))];
    }

    private static async Task<List<CodeAction>> OfferAsync(CodeFixProvider fix, Project project, Diagnostic diagnostic)
    {
        List<CodeAction> actions = [];
        var document = project.GetDocument(diagnostic.Location.SourceTree)!;
        var context = new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None);
        await fix.RegisterCodeFixesAsync(context);
        return actions;
    }

    private static async Task<Solution> ApplyAsync(CodeAction action)
    {
        var operations = await action.GetOperationsAsync(CancellationToken.None);
        return Assert.IsType<ApplyChangesOperation>(Assert.Single(operations)).ChangedSolution;
    }

    private static async Task AssertFixedAsync(CodeFixProvider fix, Solution solution, ProjectId id, string[] after)
    {
        var project = solution.GetProject(id)!;
        for (var i = 0; i < after.Length; i++)
        {
            var text = await project.Documents.Single(d => d.Name == $"Source{i}.cs").GetTextAsync();
            Assert.Equal(after[i], text.ToString());
        }

        var compilation = await project.GetCompilationAsync();
        Assert.Empty(UserCode.ErrorsOf(compilation!));
        Assert.Empty(await FindAsync(project, fix));
    }

    private sealed class Diagnostics(CodeFixProvider fix) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await FindAsync(project, fix);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return (await FindAsync(document.Project, fix)).Where(d => d.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
