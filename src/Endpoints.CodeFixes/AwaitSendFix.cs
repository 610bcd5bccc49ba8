using System.Composition;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Endpoints.CodeFixes;

/// <summary>WSE0037: awaits the send, in handlers that can; the others have to change what they return.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AwaitSendFix))]
[Shared]
public sealed class AwaitSendFix : BatchCodeFix
{
    private protected override string DiagnosticId => DiagnosticIds.UnawaitedSend;

    private protected override string Title => "Await the call";

    private protected override async Task AddEditsAsync(
        Document document, Diagnostic diagnostic, TextEdits edits, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var call = root!.FindNode(diagnostic.Location.SourceSpan);
        if (call.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.Modifiers.Any(SyntaxKind.AsyncKeyword) == true)
        {
            edits.Insert(document, diagnostic.Location.SourceSpan.Start, "await ");
        }
    }
}
