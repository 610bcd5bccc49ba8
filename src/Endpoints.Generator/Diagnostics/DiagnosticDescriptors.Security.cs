using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Diagnostics;

/// <summary>Who may open a session.</summary>
internal static partial class DiagnosticDescriptors
{
    /// <remarks>Arguments: 0: the endpoint.</remarks>
    public static readonly DiagnosticDescriptor AnyOriginWithCookies = new(
        DiagnosticIds.AnyOriginWithCookies,
        "Any origin is admitted to an endpoint with cookie authentication",
        "Origins of '{0}' contains \"*\" while cookies sign its users in, so any web site could open a session in their name; " +
        "list the origins",
        DiagnosticCategories.Security,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.AnyOriginWithCookies),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    /// <remarks>Arguments: 0: the origin; 1: what is wrong with it, as a sentence.</remarks>
    public static readonly DiagnosticDescriptor InvalidOrigin = new(
        DiagnosticIds.InvalidOrigin,
        "Origin is malformed",
        "\"{0}\" is not an origin. {1}.",
        DiagnosticCategories.Security,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.InvalidOrigin));
}
