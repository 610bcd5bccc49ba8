namespace Endpoints.Generator.Model;

/// <summary>What fills a constructor's parameter.</summary>
internal enum ConstructorArgumentKind
{
    Handshake,
    ServiceProvider,
    Service,
    OptionalService,
    KeyedService,
    OptionalKeyedService,
    Constant,
}

/// <summary>What fills a parameter of the endpoint's constructor.</summary>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Type">Its type, without <c>?</c>.</param>
/// <param name="Expression">A keyed service's key or the constant; null for neither.</param>
internal sealed record ConstructorArgumentModel(ConstructorArgumentKind Kind, TypeRef Type, string? Expression = null);
