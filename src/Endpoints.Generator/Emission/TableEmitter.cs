using Endpoints.Generator.Model;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis.Text;

namespace Endpoints.Generator.Emission;

/// <summary>Writes the assembly's table: the endpoints and the matcher, and for the assemblies that refer to it, the rows.</summary>
internal static class TableEmitter
{
    public const string HintName = "EndpointTable.g.cs";

    public static SourceText Emit(TableModel table)
    {
        var writer = new SourceWriter();
        EndpointEmitter.WriteHeader(writer);
        writer.Line("#pragma warning disable CS3001, CS3002, CS3003, CS3009 // The assembly may be CLS-compliant; spans are not.");
        if (table.Rows.Any(r => r.Protocols.Count > 0))
        {
            writer.Line(Names.ClsArrays);
        }

        writer.Blank();
        WriteRows(writer, table);
        writer.Open("namespace " + table.Namespace);
        writer.Line("/// <summary>The endpoints of this assembly and of those that it refers to. For generated code.</summary>");
        writer.Line(Names.GeneratedCode);
        writer.Line(Names.Hidden);
        writer.Open("public sealed class EndpointTable : " + Names.Table);
        writer.Line("/// <summary>The one instance.</summary>");
        writer.Line("public static readonly EndpointTable Instance = new EndpointTable();");
        writer.Blank();
        writer.Open("private EndpointTable()");
        writer.Close();
        writer.Blank();
        WriteEndpoints(writer, table);
        WriteMatching(writer, table);
        writer.Close();
        writer.Close();
        return writer.ToSourceText();
    }

    private static void WriteRows(SourceWriter writer, TableModel table)
    {
        if (table.Rows.Count == 0)
        {
            return;
        }

        const string Attribute = "[assembly: global::Endpoints.Generated.WebSocketEndpoint";
        writer.Line(Attribute + "Table(typeof(" + table.ClassName + "))]");
        for (var i = 0; i < table.Rows.Count; i++)
        {
            var row = table.Rows[i];
            var protocols = row.Protocols.Count == 0 ? "" : ", Protocols = " + Literals.TextArray(row.Protocols);
            var assembly = row.IsOwn ? "" : ", Assembly = " + Literals.Text(row.Assembly);
            writer.Line(Attribute + "Row(" + i + ", " + Literals.Text(row.EndpointName) + ", " + Literals.Text(row.Pattern) + ", "
                + Literals.Number(row.Order) + protocols + assembly + (row.IsConditional ? ", IsConditional = true" : "") + ")]");
        }

        writer.Blank();
    }

    private static void WriteEndpoints(SourceWriter writer, TableModel table)
    {
        writer.Line("/// <inheritdoc/>");
        const string List = Names.ReadOnlyList + "<" + Names.Descriptor + ">";
        writer.Line("public override " + List + " Endpoints { get; } = new " + Names.Descriptor + "[]");
        writer.Open();
        for (var i = 0; i < table.Rows.Count; i++)
        {
            writer.Line(table.Rows[i].Descriptor + ", // " + i + ": " + Literals.Text(table.Rows[i].Pattern));
        }

        writer.Close(";");
        writer.Blank();
    }

    private static void WriteMatching(SourceWriter writer, TableModel table)
    {
        var orders = table.Rows
            .Select((row, index) => (row.Order, Endpoint: ToEndpoint(row, index)))
            .GroupBy(r => r.Order)
            .OrderBy(g => g.Key)
            .Select(g => RouteTree.Create(g.Select(r => r.Endpoint)))
            .ToArray();
        var methods = new SourceWriter();
        var matcher = new MatcherEmitter(methods);
        methods.Indent();
        methods.Indent();
        var calls = orders.Select(tree => matcher.Write(tree) + "(path, in segments, ref match)").ToArray();
        var isConditional = table.Rows.Any(r => r.IsConditional);
        writer.Line("/// <inheritdoc/>");
        if (isConditional)
        {
            writer.Line("public override bool TryMatch(" + Names.ByteSpan + " path, out " + Names.RouteMatch + " match) =>");
            writer.Indent();
            writer.Line("TryMatch(path, " + Names.EndpointSelection + ".All, out match);");
            writer.Outdent();
            writer.Blank();
            writer.Line("/// <inheritdoc/>");
        }

        var selection = isConditional ? ", " + Names.EndpointSelection + " selection" : "";
        writer.Open("public override bool TryMatch(" + Names.ByteSpan + " path" + selection + ", out " + Names.RouteMatch + " match)");
        writer.Line(isConditional ? "match = new " + Names.RouteMatch + "(selection);" : "match = default;");
        if (calls.Length > 0)
        {
            writer.Line("var segments = new " + Names.PathSegments + "(path);");
        }

        writer.Line("return " + (calls.Length == 0 ? "false" : string.Join(" || ", calls)) + ";");
        writer.Close();
        if (calls.Length > 0)
        {
            writer.Blank();
            writer.Append(methods);
        }
    }

    private static RouteTreeEndpoint ToEndpoint(TableRow row, int index)
    {
        var route = RouteTemplateParser.Parse(row.Pattern);
        return new RouteTreeEndpoint(index, route, RoutePrecedence.Of(route), row.IsConditional);
    }
}
