using System.Composition;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Endpoints.CodeFixes;

/// <summary>WSE0048: removes the argument that has no effect. There is an argument before it, the path.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveSettingFix))]
[Shared]
public sealed class RemoveSettingFix : BatchCodeFix
{
    private protected override string DiagnosticId => DiagnosticIds.SettingWithoutEffect;

    private protected override string Title => "Remove the setting";

    private protected override async Task AddEditsAsync(
        Document document, Diagnostic diagnostic, TextEdits edits, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var argument = root!.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeArgumentSyntax>();
        if (argument is { NameEquals: not null, Parent: AttributeArgumentListSyntax list }
            && list.Arguments.IndexOf(argument) is > 0 and var index)
        {
            edits.Replace(document, TextSpan.FromBounds(list.Arguments[index - 1].Span.End, argument.Span.End), "");
        }
    }
}
