using System.Composition;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Endpoints.CodeFixes;

/// <summary>WSE0036: makes a span parameter of an asynchronous handler a memory parameter, and its uses <c>.Span</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseMemoryFix))]
[Shared]
public sealed class UseMemoryFix : BatchCodeFix
{
    private protected override string DiagnosticId => DiagnosticIds.SpanInAsyncHandler;

    private protected override string Title => "Use ReadOnlyMemory";

    private protected override async Task AddEditsAsync(
        Document document, Diagnostic diagnostic, TextEdits edits, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var parameter = root!.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<ParameterSyntax>();
        var type = parameter?.Type?.DescendantNodesAndSelf()
            .OfType<GenericNameSyntax>()
            .FirstOrDefault(n => n.Identifier.ValueText is "ReadOnlySpan" or "Span");
        if (type is null)
        {
            return;
        }

        edits.Replace(document, type.Identifier.Span, "ReadOnlyMemory");
        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        var symbol = model.GetDeclaredSymbol(parameter!, cancellationToken);
        var method = parameter!.FirstAncestorOrSelf<MethodDeclarationSyntax>();
        foreach (var use in method?.DescendantNodes().OfType<IdentifierNameSyntax>() ?? [])
        {
            if (use.Identifier.ValueText == parameter.Identifier.ValueText
                && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(use, cancellationToken).Symbol, symbol)
                && NeedsSpan(use, model, cancellationToken))
            {
                edits.Insert(document, use.Span.End, ".Span");
            }
        }
    }

    private static bool NeedsSpan(IdentifierNameSyntax use, SemanticModel model, CancellationToken cancellationToken) => use.Parent switch
    {
        // Both types have these members.
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" or "IsEmpty" or "ToArray" } access
            when access.Expression == use => false,

        // A call that does not take a span may have been waiting for memory all along.
        ArgumentSyntax { Parent.Parent: ExpressionSyntax call } => model.GetSymbolInfo(call, cancellationToken).Symbol is not null,
        _ => true,
    };
}
