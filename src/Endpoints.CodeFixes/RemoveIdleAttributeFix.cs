using System.Composition;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Endpoints.CodeFixes;

/// <summary>WSE0055: removes an attribute that has no effect where it stands.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveIdleAttributeFix))]
[Shared]
public sealed class RemoveIdleAttributeFix : RemoveAttributeFix
{
    private protected override string DiagnosticId => DiagnosticIds.AttributeWithoutEffect;
}
