using Endpoints.Generator.Model;
using Endpoints.Grammar;

namespace Endpoints.Generator.Emission;

/// <summary>Writes the assembly's attribute that describes an endpoint to tools.</summary>
internal static class DescriptionEmitter
{
    public static void Write(SourceWriter writer, DescriptionModel description)
    {
        writer.Line("[assembly: global::Endpoints.Generated.WebSocketEndpointDescription(");
        writer.Indent();
        List<string> arguments = [Literals.Text(description.Endpoint)];
        if (description.IsSingleton)
        {
            arguments.Add("Instances = \"application\"");
        }

        if (description.RequiresProtocol)
        {
            arguments.Add("RequiresProtocol = true");
        }

        Add("Values", description.Values);
        Add("Handlers", description.Handlers);
        Add("Origins", description.Origins);
        Add("Limits", description.Limits);
        Add("Policies", description.Policies);
        Add("Conditions", description.Conditions);
        for (var i = 0; i < arguments.Count; i++)
        {
            writer.Line(arguments[i] + (i == arguments.Count - 1 ? ")]" : ","));
        }

        writer.Outdent();
        writer.Blank();

        void Add(string name, EquatableArray<string> values)
        {
            if (values.Count > 0)
            {
                arguments.Add(name + " = " + Literals.TextArray(values));
            }
        }
    }
}
