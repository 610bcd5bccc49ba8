namespace Endpoints.AspNetCore.Administration;

/// <summary>The answer to who asks for the endpoints: an object, to which other things can be added.</summary>
internal sealed record EndpointList(IReadOnlyList<WebSocketEndpointFacts> Endpoints);
