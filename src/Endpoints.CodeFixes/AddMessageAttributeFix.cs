using System.Composition;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Endpoints.CodeFixes;

/// <summary>WSE0042: adds <c>[Message("say")]</c> to a payload type of the project that has no discriminator.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddMessageAttributeFix))]
[Shared]
public sealed class AddMessageAttributeFix : BatchCodeFix
{
    private const string MessageAttribute = "Endpoints.MessageAttribute";

    private protected override string DiagnosticId => DiagnosticIds.InvalidDiscriminator;

    private protected override string Title => "Add [Message] to the payload's type";

    private protected override async Task AddEditsAsync(
        Document document, Diagnostic diagnostic, TextEdits edits, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        var parameter = root!.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<ParameterSyntax>();
        if (parameter is null
            || model!.GetDeclaredSymbol(parameter, cancellationToken) is not IParameterSymbol { Type: INamedTypeSymbol { IsGenericType: false } type }
            || HasDiscriminator(type)
            || type.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is not TypeDeclarationSyntax declaration
            || document.Project.GetDocument(declaration.SyntaxTree) is not { } typeDocument)
        {
            return;
        }

        var typeModel = await typeDocument.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        var text = await typeDocument.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var position = declaration.SpanStart;
        var line = text.Lines.GetLineFromPosition(position);
        var before = text.ToString(TextSpan.FromBounds(line.Start, position));
        var indentation = string.IsNullOrWhiteSpace(before) ? before : "";
        var name = typeModel!.LookupNamespacesAndTypes(position, name: "MessageAttribute").Any(t => t.ToDisplayString() == MessageAttribute)
            ? "Message"
            : "Endpoints.Message";
        var discriminator = char.ToLowerInvariant(type.Name[0]) + type.Name.Substring(1);
        edits.Insert(typeDocument, position, $"[{name}(\"{discriminator}\")]\n{indentation}");
    }

    // Another problem than a missing one: which discriminator is wrong, nobody but the author knows.
    private static bool HasDiscriminator(INamedTypeSymbol type)
    {
        if (type.GetAttributes().Any(a => a.AttributeClass?.ToDisplayString() == MessageAttribute || IsDerivedType(a)))
        {
            return true;
        }

        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (current.GetAttributes().Any(IsDerivedType))
            {
                return true;
            }
        }

        return type.AllInterfaces.Any(i => i.GetAttributes().Any(IsDerivedType));
    }

    private static bool IsDerivedType(AttributeData attribute) =>
        attribute.AttributeClass?.ToDisplayString() == "System.Text.Json.Serialization.JsonDerivedTypeAttribute";
}
