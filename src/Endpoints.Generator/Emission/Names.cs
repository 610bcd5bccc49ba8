namespace Endpoints.Generator.Emission;

/// <summary>The names that emitted code uses, in full: what the user's own namespaces hold cannot get in their way.</summary>
internal static class Names
{
    public const string Descriptor = "global::Endpoints.Generated.EndpointDescriptor";
    public const string ClientEndpoint = "global::Endpoints.Generated.IClientEndpoint";
    public const string Dispatcher = "global::Endpoints.Generated.EndpointDispatcher";
    public const string Activation = "global::Endpoints.Generated.EndpointActivation";
    public const string Table = "global::Endpoints.Generated.EndpointTable";
    public const string Message = "global::Endpoints.Generated.IncomingMessage";
    public const string MessageStream = "global::Endpoints.Generated.MessageStream";
    public const string MessageBody = "global::Endpoints.Generated.MessageBody";
    public const string HandlerKinds = "global::Endpoints.Generated.HandlerKinds";
    public const string Reply = "global::Endpoints.Generated.Reply";
    public const string MessageReply = "global::Endpoints.Generated.MessageReply";
    public const string Discriminator = "global::Endpoints.Generated.MessageDiscriminator";
    public const string CodecPayload = "global::Endpoints.Generated.CodecPayload";
    public const string Codec = "global::Endpoints.IWebSocketCodec";
    public const string JsonPayload = "global::Endpoints.Generated.JsonPayload";
    public const string ValueBinder = "global::Endpoints.Generated.ValueBinder";
    public const string Settings = "global::Endpoints.Generated.EndpointSettings";
    public const string Singletons = "global::Endpoints.Generated.EndpointSingletons";
    public const string LinkBuilder = "global::Endpoints.Generated.LinkBuilder";
    public const string EndpointConditions = "global::Endpoints.Generated.EndpointConditions";
    public const string EndpointCondition = "global::Endpoints.IEndpointCondition";
    public const string EndpointSelection = "global::Endpoints.Routing.EndpointSelection";
    public const string Session = "global::Endpoints.WebSocketSession";
    public const string SessionState = "global::Endpoints.WebSocketSessionState";
    public const string HandshakeContext = "global::Endpoints.WebSocketHandshake";
    public const string CloseStatus = "global::Endpoints.CloseStatus";
    public const string HandlerGuard = "global::Endpoints.Generated.HandlerGuard";
    public const string HandlerPolicy = "global::Endpoints.HandlerPolicy";
    public const string SessionAuthorizer = "global::Endpoints.ISessionAuthorizer";
    public const string PayloadValidation = "global::Endpoints.Generated.PayloadValidation";
    public const string ValidationAttribute = "global::System.ComponentModel.DataAnnotations.ValidationAttribute";
    public const string Filter = "global::Endpoints.IWebSocketFilter";
    public const string FilteredMessage = "global::Endpoints.FilteredMessage";
    public const string HandshakeHead = "global::Endpoints.Handshake.HandshakeHead";
    public const string HandshakeRules = "global::Endpoints.Handshake.HandshakeRules";
    public const string HandshakeFault = "global::Endpoints.Handshake.HandshakeFault";
    public const string HandshakeVerdict = "global::Endpoints.Handshake.HandshakeVerdict";
    public const string OriginRules = "global::Endpoints.Handshake.OriginRules";
    public const string SubprotocolList = "global::Endpoints.Handshake.SubprotocolList";
    public const string RouteMatch = "global::Endpoints.Routing.RouteMatch";
    public const string PathSegments = "global::Endpoints.Routing.PathSegments";
    public const string RouteText = "global::Endpoints.Routing.RouteText";
    public const string RouteConstraints = "global::Endpoints.Routing.RouteConstraints";
    public const string ByteSpan = "global::System.ReadOnlySpan<byte>";
    public const string SpanExtensions = "global::System.MemoryExtensions";
    public const string ValueTask = "global::System.Threading.Tasks.ValueTask";
    public const string Task = "global::System.Threading.Tasks.Task";
    public const string AwaitOptions = "global::System.Threading.Tasks.ConfigureAwaitOptions";
    public const string ReadOnlyList = "global::System.Collections.Generic.IReadOnlyList";
    public const string JsonTypeInfo = "global::System.Text.Json.Serialization.Metadata.JsonTypeInfo";
    public const string ServiceProvider = "global::System.IServiceProvider";
    public const string Services = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions";
    public const string KeyedServices = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderKeyedServiceExtensions";
    public const string GeneratedCode = "[global::System.CodeDom.Compiler.GeneratedCode(\"Endpoints.Generator\", \"1.0\")]";
    public const string ClsArrays = "#pragma warning disable CS3016 // Nor are arrays in attributes.";
    public const string HiddenLinks = "#pragma warning disable CS0108 // Nor need the links of a base class be seen.";
    public const string Hidden =
        "[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]";
}
