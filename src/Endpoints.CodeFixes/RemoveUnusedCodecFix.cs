using System.Composition;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Endpoints.CodeFixes;

/// <summary>WSE0049: removes a <c>[UseCodec]</c> that nothing uses.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveUnusedCodecFix))]
[Shared]
public sealed class RemoveUnusedCodecFix : RemoveAttributeFix
{
    private protected override string DiagnosticId => DiagnosticIds.UnusedCodec;
}
