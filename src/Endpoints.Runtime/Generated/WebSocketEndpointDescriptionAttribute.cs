using System.ComponentModel;

namespace Endpoints.Generated;

/// <summary>
/// What the build knows of one endpoint besides its row, for tools that read an assembly without loading it
/// (<c>-t:WriteWebSocketEndpoints</c>). Nothing reads it when the application runs.
/// </summary>
/// <param name="endpoint">The endpoint class's full name.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WebSocketEndpointDescriptionAttribute(string endpoint) : Attribute
{
    /// <summary>The endpoint class's full name.</summary>
    public string Endpoint { get; } = endpoint;

    /// <summary>One instance a <c>session</c>, or one for the <c>application</c>.</summary>
    public string Instances { get; set; } = "session";

    /// <summary>Whether a client without a common sub-protocol is refused.</summary>
    public bool RequiresProtocol { get; set; }

    /// <summary>Values of the request that are bound, for example <c>query name: string</c>.</summary>
    public string[] Values { get; set; } = [];

    /// <summary>Handlers, for example <c>OnText Say(ReadOnlySpan&lt;byte&gt;)</c>.</summary>
    public string[] Handlers { get; set; } = [];

    /// <summary>Origins admitted besides the endpoint's own.</summary>
    public string[] Origins { get; set; } = [];

    /// <summary>Limits and switches that the attribute sets, for example <c>MaxMessageSize = 16384</c>.</summary>
    public string[] Limits { get; set; } = [];

    /// <summary>The class's other attributes: authorization, CORS, rate limiting and other endpoint metadata.</summary>
    public string[] Policies { get; set; } = [];

    /// <summary>What must hold for the endpoint to be served.</summary>
    public string[] Conditions { get; set; } = [];
}
