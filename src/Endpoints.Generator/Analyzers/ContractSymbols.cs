using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Analyzers;

/// <summary>
/// The types of the runtime that the analyzers look for, looked up once a compilation. Lives as long as the compilation's analysis:
/// symbols are never kept in static fields.
/// </summary>
internal sealed class ContractSymbols
{
    private readonly INamedTypeSymbol _endpointAttribute;
    private readonly INamedTypeSymbol _handlerAttribute;
    private readonly INamedTypeSymbol? _clientEndpointAttribute;

    private ContractSymbols(INamedTypeSymbol endpointAttribute, INamedTypeSymbol handlerAttribute, Compilation compilation)
    {
        _endpointAttribute = endpointAttribute;
        _handlerAttribute = handlerAttribute;
        _clientEndpointAttribute = compilation.GetTypeByMetadataName("Endpoints.WebSocketClientEndpointAttribute");
        Session = compilation.GetTypeByMetadataName("Endpoints.WebSocketSession");
        CloseStatus = compilation.GetTypeByMetadataName("Endpoints.CloseStatus");
    }

    public INamedTypeSymbol? Session { get; }

    public INamedTypeSymbol? CloseStatus { get; }

    /// <summary>Null where the runtime is not referenced, and so nothing can be an endpoint.</summary>
    public static ContractSymbols? Find(Compilation compilation)
    {
        var endpoint = compilation.GetTypeByMetadataName("Endpoints.WebSocketEndpointAttribute");
        var handler = compilation.GetTypeByMetadataName("Endpoints.HandlerAttribute");
        return endpoint is null || handler is null ? null : new ContractSymbols(endpoint, handler, compilation);
    }

    /// <summary>The type's <c>[WebSocketEndpoint]</c>, or null.</summary>
    public AttributeData? EndpointAttributeOf(INamedTypeSymbol type) => FindAttribute(type, _endpointAttribute);

    /// <summary>The type's <c>[WebSocketClientEndpoint]</c>, or null.</summary>
    public AttributeData? ClientEndpointAttributeOf(INamedTypeSymbol type) =>
        _clientEndpointAttribute is null ? null : FindAttribute(type, _clientEndpointAttribute);

    /// <summary>Whether a server serves it.</summary>
    public bool IsEndpoint(INamedTypeSymbol type) => EndpointAttributeOf(type) is not null;

    /// <summary>The type's attribute of either role, or null; the server's where it has both.</summary>
    public AttributeData? AnyEndpointAttributeOf(INamedTypeSymbol type) => EndpointAttributeOf(type) ?? ClientEndpointAttributeOf(type);

    /// <summary>Whether its handlers are called, by a server or by a client.</summary>
    public bool HasHandlers(INamedTypeSymbol type) => AnyEndpointAttributeOf(type) is not null;

    public bool IsHandlerAttribute(AttributeData attribute) =>
        SymbolEqualityComparer.Default.Equals(attribute.AttributeClass?.BaseType, _handlerAttribute);

    public bool IsHandler(IMethodSymbol method) => method.GetAttributes().Any(IsHandlerAttribute);

    private static AttributeData? FindAttribute(INamedTypeSymbol type, INamedTypeSymbol attributeClass) =>
        type.GetAttributes().FirstOrDefault(a => SymbolEqualityComparer.Default.Equals(a.AttributeClass, attributeClass));
}
