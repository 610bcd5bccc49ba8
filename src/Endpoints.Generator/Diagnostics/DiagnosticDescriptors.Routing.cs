using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Diagnostics;

/// <summary>Route templates and what handlers take from them.</summary>
internal static partial class DiagnosticDescriptors
{
    /// <remarks>Arguments: 0: the template; 1: what is wrong with it, as a sentence.</remarks>
    public static readonly DiagnosticDescriptor InvalidPath = new(
        DiagnosticIds.InvalidPath,
        "Path is not a route template",
        "\"{0}\" is not a valid path. {1}.",
        DiagnosticCategories.Routing,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.InvalidPath),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the template; 1: this endpoint; 2: the other one.</remarks>
    public static readonly DiagnosticDescriptor DuplicatePath = new(
        DiagnosticIds.DuplicatePath,
        "Path is used by two endpoints",
        "The path \"{0}\" of '{1}' is also the path of '{2}'; change one of them",
        DiagnosticCategories.Routing,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.DuplicatePath),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    /// <remarks>
    /// Arguments: 0: the template; 1: this endpoint; 2: the other template; 3: the other endpoint; 4: a path that both match.
    /// </remarks>
    public static readonly DiagnosticDescriptor AmbiguousPath = new(
        DiagnosticIds.AmbiguousPath,
        "Paths are ambiguous",
        "The path \"{0}\" of '{1}' and \"{2}\" of '{3}' both match \"{4}\" and neither comes first; change one of them, add a " +
        "route constraint or set Order",
        DiagnosticCategories.Routing,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.AmbiguousPath),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    /// <remarks>Arguments: 0: the template; 1: this endpoint; 2: the other template; 3: the other endpoint.</remarks>
    public static readonly DiagnosticDescriptor UnreachablePath = new(
        DiagnosticIds.UnreachablePath,
        "Path can never match",
        "The path \"{0}\" of '{1}' never matches because \"{2}\" of '{3}' comes first and takes every path that it could take; " +
        "change one of them or their Order",
        DiagnosticCategories.Routing,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.UnreachablePath),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    /// <remarks>
    /// Arguments: 0: the template; 1: why, as a sentence: the parameter named twice, or the text that is glued to a parameter.
    /// </remarks>
    public static readonly DiagnosticDescriptor UnsupportedTemplate = new(
        DiagnosticIds.UnsupportedTemplate,
        "Route template is not supported",
        "\"{0}\" is not a supported route template. {1}.",
        DiagnosticCategories.Routing,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.UnsupportedTemplate),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the route name that was looked for; 1: the handler; 2: the template.</remarks>
    public static readonly DiagnosticDescriptor ParameterNotInTemplate = new(
        DiagnosticIds.ParameterNotInTemplate,
        "Handler parameter is not in the route template",
        "Parameter '{0}' of handler '{1}' is not in the template \"{2}\"; add {{{0}}} to the template, rename the parameter, or " +
        "say where it comes from with [FromQuery], [FromHeader] or [FromServices]",
        DiagnosticCategories.Routing,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.ParameterNotInTemplate),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the parameter; 1: <c>the route</c>, <c>the query</c> or <c>a header</c>; 2: its type.</remarks>
    public static readonly DiagnosticDescriptor ParameterNotParsable = new(
        DiagnosticIds.ParameterNotParsable,
        "Parameter cannot be parsed",
        "Parameter '{0}' cannot be read from {1}: '{2}' is not a string, an enum or an ISpanParsable<T>",
        DiagnosticCategories.Routing,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.ParameterNotParsable),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the parameter; 1: the template's parameter; 2: the type.</remarks>
    public static readonly DiagnosticDescriptor OptionalParameterNotNullable = new(
        DiagnosticIds.OptionalParameterNotNullable,
        "Parameter of an optional segment is not nullable",
        "Parameter '{0}' is not nullable, but the route parameter '{1}' may be missing from the path; make it '{2}?' or give it " +
        "a default value",
        DiagnosticCategories.Routing,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.OptionalParameterNotNullable));

    /// <remarks>
    /// Arguments: 0: the constraint; 1: the template's parameter; 2: why, as a sentence, with the constraints that there are or the type
    /// that contradicts.
    /// </remarks>
    public static readonly DiagnosticDescriptor UnsupportedConstraint = new(
        DiagnosticIds.UnsupportedConstraint,
        "Route constraint is unknown or contradictory",
        "The route constraint \"{0}\" on '{1}' cannot be used. {2}.",
        DiagnosticCategories.Routing,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.UnsupportedConstraint),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <remarks>Arguments: 0: the HTTP endpoint's template; 1: the WebSocket endpoint's; 2: its class; 3: a path that both match.</remarks>
    public static readonly DiagnosticDescriptor PathMappedForGet = new(
        DiagnosticIds.PathMappedForGet,
        "Path is also mapped for GET",
        "\"{0}\" is mapped for GET, as \"{1}\" of the WebSocket endpoint '{2}' is, so a GET request for \"{3}\", which every upgrade over "
            + "HTTP/1.1 is, fails as ambiguous; change one of the paths, or give one of them another order",
        DiagnosticCategories.Routing,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink.For(DiagnosticIds.PathMappedForGet),
        customTags: WellKnownDiagnosticTags.CompilationEnd);
}
