using Microsoft.CodeAnalysis.Text;

namespace Endpoints.Generator.Emission;

/// <summary>
/// Writes <c>AddWebSocketEndpoints</c>. It is emitted into the application because only there all endpoints are known, and embedded so
/// that an assembly that sees this one's internals, such as a test project, does not see two of them.
/// </summary>
internal static class RegistrationEmitter
{
    public const string HintName = "AddWebSocketEndpoints.g.cs";

    /// <param name="services">The class whose <c>Add</c> registers a table.</param>
    /// <param name="table">The class of the table.</param>
    public static SourceText Emit(string services, string table)
    {
        var writer = new SourceWriter();
        EndpointEmitter.WriteHeader(writer);
        writer.Blank();
        writer.Open("namespace Microsoft.Extensions.DependencyInjection");
        writer.Line("/// <summary>Registers the WebSocket endpoints of the application.</summary>");
        writer.Line(Names.GeneratedCode);
        writer.Line("[global::Microsoft.CodeAnalysis.Embedded]");
        writer.Open("internal static class WebSocketEndpointServiceCollectionExtensions");
        writer.Line("/// <summary>Registers the WebSocket endpoints of this assembly and of those that it refers to.</summary>");
        writer.Line("/// <param name=\"services\">The application's services.</param>");
        writer.Line("/// <param name=\"configure\">Sets limits and deadlines of all endpoints.</param>");
        writer.Line("public static global::Microsoft.Extensions.DependencyInjection.IServiceCollection AddWebSocketEndpoints(");
        writer.Indent();
        writer.Line("this global::Microsoft.Extensions.DependencyInjection.IServiceCollection services,");
        writer.Line("global::System.Action<global::Endpoints.Options.WebSocketEndpointOptions>? configure = null) =>");
        writer.Line(services + ".Add(services, " + table + ".Instance, configure);");
        writer.Outdent();
        writer.Close();
        writer.Close();
        return writer.ToSourceText();
    }
}
