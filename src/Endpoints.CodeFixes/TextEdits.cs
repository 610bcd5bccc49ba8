using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Endpoints.CodeFixes;

/// <summary>Changes of text, document by document. The same change added twice is made once.</summary>
internal sealed class TextEdits
{
    private readonly Dictionary<DocumentId, List<TextChange>> _changes = [];

    public bool IsEmpty => _changes.Count == 0;

    public void Insert(Document document, int position, string text) => Replace(document, new TextSpan(position, 0), text);

    public void Replace(Document document, TextSpan span, string text)
    {
        if (!_changes.TryGetValue(document.Id, out var changes))
        {
            _changes.Add(document.Id, changes = []);
        }

        var change = new TextChange(span, text);
        if (!changes.Contains(change))
        {
            changes.Add(change);
        }
    }

    public async Task<Solution> ApplyAsync(Solution solution, CancellationToken cancellationToken)
    {
        foreach (var entry in _changes)
        {
            var text = await solution.GetDocument(entry.Key)!.GetTextAsync(cancellationToken).ConfigureAwait(false);

            // OrderBy is stable: insertions at one place stay in the order in which they were added.
            solution = solution.WithDocumentText(entry.Key, text.WithChanges(entry.Value.OrderBy(c => c.Span.Start)));
        }

        return solution;
    }
}
