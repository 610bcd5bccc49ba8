using Endpoints.Grammar;

namespace Endpoints.Generator.Model;

/// <summary>The methods that give an endpoint's path and address.</summary>
/// <param name="Place">Where they stand.</param>
/// <param name="Access">Who may call them.</param>
/// <param name="Template">The route template.</param>
/// <param name="EndpointName">The endpoint class, for the documentation.</param>
/// <param name="Parameters">Their parameters, those that may be left out last.</param>
/// <param name="Parts">What the path is made of.</param>
internal sealed record LinkModel(
    LinkPlace Place,
    LinkAccess Access,
    string Template,
    string EndpointName,
    EquatableArray<LinkParameterModel> Parameters,
    EquatableArray<LinkPartModel> Parts);

/// <summary>Where link methods are emitted.</summary>
/// <param name="Namespace">The namespace; empty for the global one.</param>
/// <param name="ContainingTypes">The partial types around them, the endpoint class last; empty for a class of their own.</param>
/// <param name="ClassName">The class of their own; null inside the endpoint class.</param>
/// <param name="MayHide">Whether they may hide those of a base class that is an endpoint, too.</param>
internal sealed record LinkPlace(
    string Namespace, EquatableArray<ContainingTypeModel> ContainingTypes, string? ClassName, bool MayHide = false);

/// <summary>Who may call link methods.</summary>
internal enum LinkAccess
{
    Private,
    Internal,
    Public,
}

/// <summary>A parameter of the link methods.</summary>
/// <param name="Name">Its name, escaped where it is a keyword.</param>
/// <param name="Type">Its type, with <c>?</c> where it may be left out.</param>
/// <param name="IsOptional">Whether it may be left out.</param>
/// <param name="Description">What it is, for the documentation.</param>
internal sealed record LinkParameterModel(string Name, string Type, bool IsOptional, string Description);

/// <summary>What a part of a link is.</summary>
internal enum LinkPartKind
{
    Literal,
    Segment,
    OptionalSegment,
    CatchAll,
    Query,
    OptionalQuery,
}

/// <summary>A part of a link.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Parameter">The C# parameter; empty for a literal.</param>
/// <param name="Text">A literal, or a query key, percent-encoded; an optional segment's default; null for none.</param>
/// <param name="Constraints">What the value must meet.</param>
internal sealed record LinkPartModel(
    LinkPartKind Kind, string Parameter, string? Text = null, EquatableArray<LinkConstraintModel> Constraints = default);

/// <summary>A constraint of a link's value.</summary>
/// <param name="Constraint">The constraint, without its place.</param>
/// <param name="Text">As written.</param>
internal sealed record LinkConstraintModel(RouteConstraint Constraint, string Text);
