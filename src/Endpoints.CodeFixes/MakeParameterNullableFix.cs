using System.Composition;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Endpoints.CodeFixes;

/// <summary>WSE0017: makes the parameter of an optional segment nullable.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeParameterNullableFix))]
[Shared]
public sealed class MakeParameterNullableFix : BatchCodeFix
{
    private protected override string DiagnosticId => DiagnosticIds.OptionalParameterNotNullable;

    private protected override string Title => "Make the parameter nullable";

    private protected override async Task AddEditsAsync(
        Document document, Diagnostic diagnostic, TextEdits edits, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var parameter = root!.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<ParameterSyntax>();
        if (parameter?.Type is { } type and not NullableTypeSyntax)
        {
            edits.Insert(document, type.Span.End, "?");
        }
    }
}
