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

    /// <remarks>Arguments: 0: the attribute without its suffix; 1: the handler or endpoint; 2: why, and what to do.</remarks>
    public static readonly DiagnosticDescriptor AuthorizationNotChecked = new(
        DiagnosticIds.AuthorizationNotChecked,
        "Authorization cannot be checked",
        "[{0}] on '{1}' cannot be checked: {2}",
        DiagnosticCategories.Security,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.AuthorizationNotChecked),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the endpoint.</remarks>
    public static readonly DiagnosticDescriptor NothingAboutAuthorization = new(
        DiagnosticIds.NothingAboutAuthorization,
        "Endpoint says nothing about authorization",
        "'{0}' has neither [Authorize] nor [AllowAnonymous], though other endpoints of the project have the one or the other; add what is meant",
        DiagnosticCategories.Security,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.NothingAboutAuthorization),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    /// <remarks>Arguments: 0: the attribute; 1: the endpoint or handler; 2: the attribute that lifts it.</remarks>
    public static readonly DiagnosticDescriptor AuthorizationLifted = new(
        DiagnosticIds.AuthorizationLifted,
        "Authorization is lifted by [AllowAnonymous]",
        "[{0}] of '{1}' is not checked, because [{2}] lifts it; remove one of them",
        DiagnosticCategories.Security,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.AuthorizationLifted));

    /// <remarks>Arguments: 0: the query key; 1: the handler.</remarks>
    public static readonly DiagnosticDescriptor TokenInQuery = new(
        DiagnosticIds.TokenInQuery,
        "Secret in the query string",
        "\"{0}\" of handler '{1}' comes in the query string, which servers and proxies write to their logs; take it from a header, a cookie or "
            + "the first message, or use a ticket that is good for one handshake",
        DiagnosticCategories.Security,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.TokenInQuery));
}
