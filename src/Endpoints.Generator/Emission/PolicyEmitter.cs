using System.Globalization;
using Endpoints.Generator.Model;

namespace Endpoints.Generator.Emission;

/// <summary>Writes what handlers demand of who calls them, as attributes for the application's authorizer to understand.</summary>
internal static class PolicyEmitter
{
    private const string Holder = "HandlerPolicies";

    public static bool HasPolicies(EndpointModel endpoint) => endpoint.Handlers.Any(h => h.Authorization.Count > 0);

    public static string PolicyOf(EndpointModel endpoint, int handler) =>
        Holder + "." + endpoint.Handlers[handler].MethodName.TrimStart('@') + handler.ToString(CultureInfo.InvariantCulture);

    public static void Write(SourceWriter writer, EndpointModel endpoint)
    {
        if (!HasPolicies(endpoint))
        {
            return;
        }

        var handlers = Enumerable.Range(0, endpoint.Handlers.Count).Where(i => endpoint.Handlers[i].Authorization.Count > 0).ToArray();
        writer.Line("public override " + Names.ReadOnlyList + "<" + Names.HandlerPolicy + "> Policies { get; } = new " + Names.HandlerPolicy
            + "[] { " + string.Join(", ", handlers.Select(i => PolicyOf(endpoint, i))) + " };");
        writer.Blank();
        writer.Open("private static class " + Holder);
        foreach (var index in handlers)
        {
            var handler = endpoint.Handlers[index];
            var name = PolicyOf(endpoint, index).Substring(Holder.Length + 1);
            writer.Line("public static readonly " + Names.HandlerPolicy + " " + name + " = new " + Names.HandlerPolicy + "(");
            writer.Indent();
            writer.Line(Literals.Text(endpoint.FullName + "." + handler.MethodName.TrimStart('@')) + ",");
            writer.Line("new object[] { " + string.Join(", ", handler.Authorization) + " });");
            writer.Outdent();
            writer.Blank();
        }

        writer.Close();
        writer.Blank();
    }
}
