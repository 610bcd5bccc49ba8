using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Diagnostics;

/// <summary>Filters around handlers.</summary>
internal static partial class DiagnosticDescriptors
{
    /// <remarks>Arguments: 0: the filter; 1: why not.</remarks>
    public static readonly DiagnosticDescriptor FilterNotUsable = new(
        DiagnosticIds.FilterNotUsable,
        "Filter cannot be used",
        "Filter '{0}' cannot be used here: {1}",
        DiagnosticCategories.Filters,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.FilterNotUsable),
        customTags: WellKnownDiagnosticTags.NotConfigurable);
}
