using System.ComponentModel;
using Endpoints.Handshake;

namespace Endpoints.Generated;

/// <summary>What the build knows of one endpoint. The emitted subclass is stateless and shared by all hosts of the process.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EndpointDescriptor
{
    /// <summary>The endpoint class.</summary>
    public abstract Type EndpointType { get; }

    /// <summary>The route template, as written.</summary>
    public abstract string Pattern { get; }

    /// <summary>The names of the template's parameters, in order.</summary>
    public virtual IReadOnlyList<string> ParameterNames => [];

    /// <summary>The order among templates that match one path.</summary>
    public virtual int Order => 0;

    /// <summary>The sub-protocols offered.</summary>
    public virtual IReadOnlyList<string> Protocols => [];

    /// <summary>Limits and deadlines of the attribute; null where it sets none.</summary>
    public virtual EndpointSettings? Settings => null;

    /// <summary>The class's other attributes, as endpoint metadata.</summary>
    public virtual IReadOnlyList<object> Metadata => [];

    /// <summary>
    /// Whether <see cref="Metadata"/> demands something of the user, as <c>[Authorize]</c> does: doors that cannot check that do not serve it.
    /// </summary>
    public virtual bool DemandsUser => false;

    /// <summary>Whether a host serves the endpoint, see <see cref="EndpointConditionAttribute"/>. Asked once a host.</summary>
    /// <param name="services">The application's services.</param>
    public virtual bool IsEnabled(IServiceProvider services) => true;

    /// <summary>What its handlers demand of who calls them; an <see cref="ISessionAuthorizer"/> is needed where there is any.</summary>
    public virtual IReadOnlyList<HandlerPolicy> Policies => [];

    /// <summary>Decides about a request head: upgrade, version, key, origin, sub-protocol. Allocates nothing.</summary>
    /// <param name="head">The request head.</param>
    public abstract HandshakeVerdict Validate(in HandshakeHead head);

    /// <summary>Binds the request's values and creates the endpoint instance. Exceptions of its constructor pass through.</summary>
    /// <param name="handshake">The request; its <see cref="WebSocketHandshake.Services"/> fill the constructor.</param>
    public abstract EndpointActivation Activate(WebSocketHandshake handshake);
}
