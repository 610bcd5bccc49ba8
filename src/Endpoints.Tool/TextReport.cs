using System.Globalization;
using System.Text;

namespace Endpoints.Tool;

/// <summary>The endpoints as text, one fact a line, so that a change shows as a change of few lines.</summary>
internal static class TextReport
{
    public static string Write(IReadOnlyList<EndpointFacts> endpoints)
    {
        var text = new StringBuilder("# WebSocket endpoints, in the order in which they are asked. Written by -t:WriteWebSocketEndpoints.\n");
        foreach (var endpoint in endpoints)
        {
            text.Append('\n').Append(endpoint.Path).Append('\n');
            Line("endpoint", [endpoint.Endpoint + " (" + endpoint.Assembly + ")"]);
            Line("order", endpoint.Order == 0 ? [] : [endpoint.Order.ToString(CultureInfo.InvariantCulture)]);
            Line("protocols", endpoint.Protocols.Count == 0
                ? []
                : [string.Join(", ", endpoint.Protocols) + (endpoint.RequiresProtocol ? " (one is required)" : "")]);
            if (endpoint.IsDescribed)
            {
                Line("instances", ["one for each " + endpoint.Instances]);
                Line("conditions", endpoint.Conditions);
                Line("values", endpoint.Values);
                Line("handlers", endpoint.Handlers);
                Line("origins", ["its own", .. endpoint.Origins]);
                Line("limits", endpoint.Limits.Count == 0 ? ["the application's"] : endpoint.Limits);
                Line("policies", endpoint.Policies.Count == 0 ? ["none on the class"] : endpoint.Policies);
            }
            else
            {
                Line("note", ["its assembly is not in the folder, so no more is known"]);
            }
        }

        return text.ToString();

        void Line(string name, IReadOnlyList<string> values)
        {
            for (var i = 0; i < values.Count; i++)
            {
                text.Append("  ").Append((i == 0 ? name : "").PadRight(12)).Append(values[i]).Append('\n');
            }
        }
    }
}
