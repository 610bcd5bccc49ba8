using System.Composition;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Endpoints.CodeFixes;

/// <summary>WSE0051: stores a copy of the payload, where memory is stored as memory; what is read back as another type stays as it is.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CopyPayloadFix))]
[Shared]
public sealed class CopyPayloadFix : BatchCodeFix
{
    private protected override string DiagnosticId => DiagnosticIds.PayloadRetained;

    private protected override string Title => "Store a copy";

    private protected override async Task AddEditsAsync(
        Document document, Diagnostic diagnostic, TextEdits edits, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        if (root!.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is ExpressionSyntax value
            && IsMemory(model!.GetTypeInfo(value, cancellationToken).ConvertedType))
        {
            edits.Insert(document, value.Span.End, ".ToArray()");
        }
    }

    private static bool IsMemory(ITypeSymbol? type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? IsMemory(nullable.TypeArguments[0])
            : type is { Name: "ReadOnlyMemory" };
}
