using Endpoints.Generator.Model;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis.Text;

namespace Endpoints.Generator.Emission;

/// <summary>Writes the file with what others see of an endpoint: the description for tools, and the links.</summary>
internal static class SurfaceEmitter
{
    public static SourceText Emit(EndpointSurface surface)
    {
        var writer = new SourceWriter();
        EndpointEmitter.WriteHeader(writer);
        writer.Line(Names.ClsArrays);
        if (surface.Link.Place.MayHide)
        {
            writer.Line(Names.HiddenLinks);
        }

        writer.Blank();
        WriteDescription(writer, surface.Description);
        LinkEmitter.Write(writer, surface.Link);
        return writer.ToSourceText();
    }

    private static void WriteDescription(SourceWriter writer, DescriptionModel description)
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
