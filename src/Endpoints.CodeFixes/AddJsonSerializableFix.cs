using System.Composition;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Endpoints.CodeFixes;

/// <summary>WSE0040: adds <c>[JsonSerializable(typeof(T))]</c> to the context of the endpoint.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddJsonSerializableFix))]
[Shared]
public sealed class AddJsonSerializableFix : BatchCodeFix
{
    private const string ContextBase = "System.Text.Json.Serialization.JsonSerializerContext";

    private protected override string DiagnosticId => DiagnosticIds.PayloadNotSerializable;

    private protected override string Title => "Add [JsonSerializable] to the context";

    private protected override async Task AddEditsAsync(
        Document document, Diagnostic diagnostic, TextEdits edits, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        var node = root!.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        if (PayloadType(node, model!, cancellationToken) is not { } payload
            || FindContext(node, model!, cancellationToken) is not { } context
            || context.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is not TypeDeclarationSyntax declaration
            || document.Project.GetDocument(declaration.SyntaxTree) is not { } contextDocument)
        {
            return;
        }

        var contextModel = await contextDocument.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        var position = declaration.SpanStart;
        var text = await contextDocument.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var line = text.Lines.GetLineFromPosition(position);
        var before = text.ToString(TextSpan.FromBounds(line.Start, position));
        var indentation = string.IsNullOrWhiteSpace(before) ? before : "";
        var attribute = NameAt(contextModel!, position, "System.Text.Json.Serialization.JsonSerializableAttribute", "JsonSerializable");
        var type = payload.ToMinimalDisplayString(contextModel!, NullableFlowState.None, position);
        edits.Insert(contextDocument, position, $"[{attribute}(typeof({type}))]\n{indentation}");
    }

    // The type of the parameter, or what the handler returns, without Task, ValueTask and IAsyncEnumerable.
    private static ITypeSymbol? PayloadType(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
    {
        if (node.FirstAncestorOrSelf<ParameterSyntax>() is { } parameter)
        {
            return model.GetDeclaredSymbol(parameter, cancellationToken)?.Type.WithNullableAnnotation(NullableAnnotation.None);
        }

        var type = node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method
            ? model.GetDeclaredSymbol(method, cancellationToken)?.ReturnType
            : null;
        while (type is INamedTypeSymbol { Name: "Task" or "ValueTask" or "IAsyncEnumerable", TypeArguments: { Length: 1 } arguments })
        {
            type = arguments[0];
        }

        return type?.WithNullableAnnotation(NullableAnnotation.None);
    }

    // The one that the endpoint names, else the only one of the project.
    private static INamedTypeSymbol? FindContext(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
    {
        var attribute = EndpointDeclaration.FindAttribute(model, node, cancellationToken);
        if (attribute?.NamedArguments.FirstOrDefault(a => a.Key == "JsonContext").Value.Value is INamedTypeSymbol named)
        {
            return named;
        }

        var contexts = model.Compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type, cancellationToken)
            .OfType<INamedTypeSymbol>()
            .Where(t => t.BaseType?.ToDisplayString() == ContextBase)
            .Take(2)
            .ToArray();
        return contexts.Length == 1 ? contexts[0] : null;
    }

    private static string NameAt(SemanticModel model, int position, string metadataName, string shortName) =>
        model.LookupNamespacesAndTypes(position, name: shortName + "Attribute").Any(t => t.ToDisplayString() == metadataName)
            ? shortName
            : metadataName.Substring(0, metadataName.Length - "Attribute".Length);
}
