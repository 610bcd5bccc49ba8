using Endpoints.Generator.Model;
using Endpoints.Grammar;

namespace Endpoints.Generator.Emission;

/// <summary>
/// Writes what connects a client's endpoint: its class implements an interface with static members, so that the client's generic methods find
/// the activation and the dispatcher without reflection.
/// </summary>
internal static class ClientEmitter
{
    public static void Write(SourceWriter writer, EndpointModel endpoint)
    {
        var types = endpoint.Place.ContainingTypes;
        var own = types[types.Count - 1];
        var blocks = writer.OpenPlace(endpoint.Place.Namespace, new EquatableArray<ContainingTypeModel>(types.Take(types.Count - 1)));
        writer.Open("partial " + own.Keyword + " " + own.Name + " : " + Names.ClientEndpoint);
        writer.Line(Names.GeneratedCode);
        writer.Line("static " + Names.ReadOnlyList + "<string> " + Names.ClientEndpoint + ".Protocols { get; } = "
            + Literals.TextArray(endpoint.Protocols) + ";");
        writer.Blank();
        writer.Line(Names.GeneratedCode);
        writer.Line("static " + Names.Activation + " " + Names.ClientEndpoint + ".Activate(" + Names.HandshakeContext + " handshake) =>");
        writer.Indent();
        writer.Line(endpoint.Place.ClassName + ".Activate(handshake);");
        writer.Outdent();
        writer.Blank();
        WriteClass(writer, endpoint);
        writer.CloseAll(blocks + 1);
    }

    private static void WriteClass(SourceWriter writer, EndpointModel endpoint)
    {
        writer.Line(Names.GeneratedCode);
        writer.Open("private static class " + endpoint.Place.ClassName);
        var fields = FieldNames.Of(endpoint.Values);
        ActivationEmitter.Write(writer, endpoint, fields);
        DispatcherEmitter.Write(writer, endpoint, fields);
        new ValidationEmitter(endpoint).Write(writer);
        writer.Close();
    }
}
