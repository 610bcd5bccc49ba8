using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Endpoints.Tool;

/// <summary>The endpoints as JSON: an array of objects with the members of <see cref="EndpointFacts"/>.</summary>
internal static class JsonReport
{
    public static string Write(IReadOnlyList<EndpointFacts> endpoints)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(
            stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (var endpoint in endpoints)
            {
                Write(json, endpoint);
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter json, EndpointFacts endpoint)
    {
        json.WriteStartObject();
        json.WriteString("path", endpoint.Path);
        json.WriteString("endpoint", endpoint.Endpoint);
        json.WriteString("assembly", endpoint.Assembly);
        json.WriteNumber("order", endpoint.Order);
        Write(json, "protocols", endpoint.Protocols);
        if (endpoint.IsDescribed)
        {
            json.WriteBoolean("requiresProtocol", endpoint.RequiresProtocol);
            json.WriteString("instances", endpoint.Instances);
            Write(json, "conditions", endpoint.Conditions);
            Write(json, "values", endpoint.Values);
            Write(json, "handlers", endpoint.Handlers);
            Write(json, "origins", endpoint.Origins);
            Write(json, "limits", endpoint.Limits);
            Write(json, "policies", endpoint.Policies);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
