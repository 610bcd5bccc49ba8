using Endpoints.Generator.Model;

namespace Endpoints.Generator.Emission;

/// <summary>Writes <c>IsEnabled</c> of an endpoint with a condition.</summary>
internal static class ConditionEmitter
{
    public static void Write(SourceWriter writer, ConditionModel? condition)
    {
        if (condition is null)
        {
            return;
        }

        List<string> terms = [];
        if (condition.Environments.Count > 0)
        {
            terms.Add(Names.EndpointConditions + ".IsEnvironment(services, " + string.Join(", ", condition.Environments.Select(Literals.Text)) + ")");
        }

        if (condition.Feature is { } feature)
        {
            terms.Add(Names.EndpointConditions + ".IsFeatureOn(services, " + Literals.Text(feature) + ")");
        }

        if (condition.Type is { } type)
        {
            terms.Add("((" + Names.EndpointCondition + ")new " + type.Name + "()).IsEnabled(services)");
        }

        if (terms.Count == 0)
        {
            // Only where the condition does not compile.
            terms.Add("false");
        }

        writer.Line("public override bool IsEnabled(" + Names.ServiceProvider + " services) =>");
        writer.Indent();
        writer.Line(string.Join(" && ", terms) + ";");
        writer.Outdent();
        writer.Blank();
    }
}
