using Endpoints.Generator.Model;

namespace Endpoints.Generator.Emission;

/// <summary>Writes the descriptor of an endpoint, with the handshake validator, the activation and the dispatcher.</summary>
internal static class DescriptorEmitter
{
    public static void Write(SourceWriter writer, EndpointModel endpoint)
    {
        var blocks = writer.OpenPlace(endpoint.Place.Namespace, endpoint.Place.ContainingTypes);
        WriteClass(writer, endpoint);
        writer.CloseAll(blocks);
    }

    private static void WriteClass(SourceWriter writer, EndpointModel endpoint)
    {
        var name = endpoint.Place.ClassName;
        writer.Line("// " + Literals.Text(endpoint.Route.Text) + (endpoint.Protocols.Count == 0
            ? ""
            : " (" + string.Join(", ", endpoint.Protocols.Select(Literals.Text)) + ")"));
        writer.Line(Names.GeneratedCode);
        writer.Line(Names.Hidden);
        writer.Open("internal sealed class " + name + " : " + Names.Descriptor);
        writer.Line("public static readonly " + name + " Instance = new " + name + "();");
        writer.Blank();
        WriteFacts(writer, endpoint);
        ConditionEmitter.Write(writer, endpoint.Condition);
        PolicyEmitter.Write(writer, endpoint);
        ValidatorEmitter.Write(writer, endpoint);
        var fields = FieldNames.Of(endpoint.Values);
        ActivationEmitter.Write(writer, endpoint, fields);
        DispatcherEmitter.Write(writer, endpoint, fields);
        new ValidationEmitter(endpoint).Write(writer);
        writer.Close();
    }

    private static void WriteFacts(SourceWriter writer, EndpointModel endpoint)
    {
        Write("global::System.Type EndpointType => typeof(" + endpoint.Type.Name + ");");
        Write("string Pattern => " + Literals.Text(endpoint.Route.Text) + ";");
        if (endpoint.Route.Parameters.Count > 0)
        {
            var names = new Grammar.EquatableArray<string>(endpoint.Route.Parameters.Select(p => p.Name));
            Write(Names.ReadOnlyList + "<string> ParameterNames { get; } = " + Literals.TextArray(names) + ";");
        }

        if (endpoint.Order != 0)
        {
            Write("int Order => " + Literals.Number(endpoint.Order) + ";");
        }

        if (endpoint.Protocols.Count > 0)
        {
            Write(Names.ReadOnlyList + "<string> Protocols { get; } = " + Literals.TextArray(endpoint.Protocols) + ";");
        }

        if (endpoint.Settings.Count > 0)
        {
            var settings = endpoint.Settings.Select(s => s.Name + " = " + s.Value);
            Write(Names.Settings + "? Settings { get; } = new " + Names.Settings + " { " + string.Join(", ", settings) + " };");
        }

        if (endpoint.Metadata.Count > 0)
        {
            writer.Line("public override " + Names.ReadOnlyList + "<object> Metadata { get; } = new object[]");
            writer.Open();
            foreach (var expression in endpoint.Metadata)
            {
                writer.Line(expression + ",");
            }

            writer.Close(";");
            writer.Blank();
        }

        if (endpoint.DemandsUser)
        {
            Write("bool DemandsUser => true;");
        }

        void Write(string member)
        {
            writer.Line("public override " + member);
            writer.Blank();
        }
    }
}
