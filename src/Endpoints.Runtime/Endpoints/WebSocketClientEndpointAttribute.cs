namespace Endpoints;

/// <summary>
/// Makes a class the client's side of conversations: its handlers get what the server sends. The build emits its dispatcher, and
/// <c>WebSocketClient.ExecuteAsync&lt;T&gt;(uri)</c> of the package Endpoints.Client connects it.
/// </summary>
/// <remarks>
/// <para>The class has to be <c>partial</c>, and needs at least one method with a handler attribute (<see cref="OnTextAttribute"/> and its
/// relatives), with the parameters and results that those of a server's endpoint may have; values come from the query of the address and from the
/// headers of the response. There is an instance for each session.</para>
/// <para>Limits and deadlines are those of the client's options. There is no route, no origin and no user.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class WebSocketClientEndpointAttribute : Attribute
{
    /// <summary>
    /// The sub-protocols to offer in the order of preference, where the client's options name none: each an RFC 9110 token. Options that name
    /// some must name these, in this order.
    /// </summary>
    public string[] Protocols { get; set; } = [];

    /// <summary>
    /// The <c>JsonSerializerContext</c> of typed payloads. When it is not set, the one context of the project that lists the type is taken.
    /// </summary>
    public Type? JsonContext { get; set; }

    /// <summary>The JSON property that tells <see cref="MessageAttribute"/> types apart, as at a server's endpoint.</summary>
    public string Discriminator { get; set; } = "type";

    /// <summary>Checks typed messages before the handler runs, as at a server's endpoint.</summary>
    public bool ValidateMessages { get; set; }
}
