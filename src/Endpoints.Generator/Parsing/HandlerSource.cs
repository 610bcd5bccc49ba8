using Endpoints.Generator.Model;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>A handler and where it was read from, for the places of problems that are found later.</summary>
internal sealed record HandlerSource(IMethodSymbol Method, AttributeData Attribute, HandlerModel Model)
{
    /// <summary>The attribute as users write it.</summary>
    public string AttributeName => NameOf(Model.Kind);

    public static string NameOf(HandlerKind kind) => "On" + kind;
}
