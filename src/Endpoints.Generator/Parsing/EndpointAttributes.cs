using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>The attributes that make a class an endpoint: of a server, or of a client.</summary>
internal static class EndpointAttributes
{
    private const string Namespace = "Endpoints";
    private const string Server = "WebSocketEndpointAttribute";
    private const string Client = "WebSocketClientEndpointAttribute";

    /// <summary>The class's attribute; the server's where it has both, which is an error (WSE0006).</summary>
    public static AttributeData? Find(INamedTypeSymbol type) =>
        KnownTypes.FindAttribute(type, Namespace, Server) ?? KnownTypes.FindAttribute(type, Namespace, Client);

    public static bool IsClient(AttributeData attribute) => KnownTypes.Is(attribute.AttributeClass, Namespace, Client);
}
