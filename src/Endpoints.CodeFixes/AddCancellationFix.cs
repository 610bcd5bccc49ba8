using System.Composition;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Endpoints.CodeFixes;

/// <summary>WSE0038: adds the parameter that tells of the session's end.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddCancellationFix))]
[Shared]
public sealed class AddCancellationFix : BatchCodeFix
{
    private const string Parameter =
        "[System.Runtime.CompilerServices.EnumeratorCancellation] System.Threading.CancellationToken cancellationToken";

    private protected override string DiagnosticId => DiagnosticIds.StreamNotCancellable;

    private protected override string Title => "Add a CancellationToken parameter";

    private protected override async Task AddEditsAsync(
        Document document, Diagnostic diagnostic, TextEdits edits, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var list = root!.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<MethodDeclarationSyntax>()?.ParameterList;
        if (list is null || list.Parameters.Any(p => p.Identifier.ValueText == "cancellationToken"))
        {
            return;
        }

        // Behind a parameter with a default value only one with a default value may stand.
        var text = list.Parameters.Any(p => p.Default is not null) ? Parameter + " = default" : Parameter;
        edits.Insert(document, list.CloseParenToken.SpanStart, list.Parameters.Count == 0 ? text : ", " + text);
    }
}
