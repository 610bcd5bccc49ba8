using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Endpoints.CodeFixes;

/// <summary>
/// A fix of one diagnostic that fixes any number of occurrences at once, so that fixing all of them is the same code as fixing one.
/// It changes text and nothing else: what it does not touch keeps its formatting.
/// </summary>
public abstract class BatchCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds => [DiagnosticId];

    private protected abstract string DiagnosticId { get; }

    /// <summary>Shown in the menu.</summary>
    private protected abstract string Title { get; }

    // What makes one fix the same as another when all are fixed.
    private string Key => GetType().Name;

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => new AllAtOnce(this);

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            // What cannot be fixed is not offered.
            var project = context.Document.Project;
            var edits = await CollectAsync(project, [diagnostic], context.CancellationToken).ConfigureAwait(false);
            if (!edits.IsEmpty)
            {
                context.RegisterCodeFix(CodeAction.Create(Title, token => FixAsync(project, [diagnostic], token), Key), diagnostic);
            }
        }
    }

    /// <summary>Adds what has to change for one occurrence; nothing where there is no fix.</summary>
    private protected abstract Task AddEditsAsync(
        Document document, Diagnostic diagnostic, TextEdits edits, CancellationToken cancellationToken);

    private async Task<Solution> FixAsync(Project project, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var edits = await CollectAsync(project, diagnostics, cancellationToken).ConfigureAwait(false);
        return await edits.ApplyAsync(project.Solution, cancellationToken).ConfigureAwait(false);
    }

    private async Task<TextEdits> CollectAsync(Project project, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var edits = new TextEdits();

        // In the order of the source, so that fixing all gives the same text every time.
        var inOrder = diagnostics
            .OrderBy(d => d.Location.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(d => d.Location.SourceSpan.Start);
        foreach (var diagnostic in inOrder)
        {
            if (project.GetDocument(diagnostic.Location.SourceTree) is { } document)
            {
                await AddEditsAsync(document, diagnostic, edits, cancellationToken).ConfigureAwait(false);
            }
        }

        return edits;
    }

    private sealed class AllAtOnce(BatchCodeFix fix) : FixAllProvider
    {
        public override Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext) => Task.FromResult<CodeAction?>(
            CodeAction.Create(fix.Title, token => FixAsync(fixAllContext.WithCancellationToken(token)), fix.Key));

        private async Task<Solution> FixAsync(FixAllContext context)
        {
            if (context is { Scope: FixAllScope.Document, Document: { } document })
            {
                var inDocument = await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);
                return await fix.FixAsync(document.Project, inDocument, context.CancellationToken).ConfigureAwait(false);
            }

            var solution = context.Solution;
            foreach (var id in context.Scope == FixAllScope.Solution ? solution.ProjectIds : [context.Project.Id])
            {
                // The diagnostics are those of the project as it was; its documents are changed by its own turn only.
                var project = context.Solution.GetProject(id)!;
                var diagnostics = await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false);
                var edits = await fix.CollectAsync(project, diagnostics, context.CancellationToken).ConfigureAwait(false);
                solution = await edits.ApplyAsync(solution, context.CancellationToken).ConfigureAwait(false);
            }

            return solution;
        }
    }
}
