using Endpoints.Generator.Model;

namespace Endpoints.Generator.Emission;

/// <summary>Writes <c>PathFor</c> and <c>UriFor</c>.</summary>
internal static class LinkEmitter
{
    public static void Write(SourceWriter writer, LinkModel link)
    {
        var blocks = writer.OpenPlace(link.Place.Namespace, link.Place.ContainingTypes);
        var access = link.Access.ToString().ToLowerInvariant();
        if (link.Place.ClassName is { } className)
        {
            writer.Line("/// <summary>Links to <c>" + link.EndpointName + "</c>.</summary>");
            writer.Line(Names.GeneratedCode);
            writer.Open(access + " static class " + className);
            blocks++;
        }

        WritePath(writer, link, access);
        WriteAddress(writer, link, access);
        writer.CloseAll(blocks);
    }

    private static void WritePath(SourceWriter writer, LinkModel link, string access)
    {
        writer.Line("/// <summary>The path of <c>" + link.EndpointName + "</c>: <c>" + Xml(link.Template) + "</c>, percent-encoded.</summary>");
        WriteParameterDocumentation(writer, link);
        writer.Line("/// <exception cref=\"global::System.ArgumentException\">A value cannot be sent, or does not meet a constraint.</exception>");
        writer.Line(Names.GeneratedCode);
        writer.Open(access + " static string PathFor(" + Signature(link) + ")");
        writer.Line("var link = new " + Names.LinkBuilder + "(" + Literals.Text(link.Template) + ");");
        foreach (var part in link.Parts)
        {
            writer.Line("link." + Call(part) + ";");
            foreach (var constraint in part.Constraints)
            {
                writer.Line("link.Check(" + Names.RouteConstraints + "." + MatcherEmitter.Condition(constraint.Constraint, "link.Value") + ", "
                    + Literals.Text(constraint.Text) + ");");
            }
        }

        writer.Line("return link.ToString();");
        writer.Close();
        writer.Blank();
    }

    private static void WriteAddress(SourceWriter writer, LinkModel link, string access)
    {
        writer.Line("/// <summary>The address of <c>" + link.EndpointName + "</c> on a server, <c>ws</c> or <c>wss</c>.</summary>");
        writer.Line("/// <param name=\"baseUri\">Where the application is served: <c>http</c>, <c>https</c>, <c>ws</c> or <c>wss</c>.</param>");
        WriteParameterDocumentation(writer, link);
        writer.Line("/// <exception cref=\"global::System.ArgumentException\">As of <c>PathFor</c>; or the base is of another scheme.</exception>");
        writer.Line(Names.GeneratedCode);
        var signature = string.Join(", ", new[] { "global::System.Uri baseUri", Signature(link) }.Where(s => s.Length > 0));
        writer.Line(access + " static global::System.Uri UriFor(" + signature + ") =>");
        writer.Indent();
        var arguments = string.Join(", ", link.Parameters.Select(p => p.Name));
        writer.Line(Names.LinkBuilder + ".ToUri(baseUri, PathFor(" + arguments + "));");
        writer.Outdent();
    }

    private static void WriteParameterDocumentation(SourceWriter writer, LinkModel link)
    {
        foreach (var parameter in link.Parameters)
        {
            writer.Line("/// <param name=\"" + parameter.Name.TrimStart('@') + "\">" + Xml(parameter.Description) + "</param>");
        }
    }

    private static string Signature(LinkModel link) =>
        string.Join(", ", link.Parameters.Select(p => p.Type + " " + p.Name + (p.IsOptional ? " = null" : "")));

    private static string Call(LinkPartModel part)
    {
        if (part.Kind == LinkPartKind.Literal)
        {
            return "Literal(" + Literals.Text(part.Text!) + ")";
        }

        var name = Literals.Text(part.Parameter.TrimStart('@'));
        return part.Kind switch
        {
            LinkPartKind.OptionalSegment =>
                "OptionalSegment(" + name + ", " + part.Parameter + ", " + (part.Text is null ? "null" : Literals.Text(part.Text)) + ")",
            LinkPartKind.Query or LinkPartKind.OptionalQuery =>
                part.Kind + "(" + name + ", " + Literals.Text(part.Text!) + ", " + part.Parameter + ")",
            _ => part.Kind + "(" + name + ", " + part.Parameter + ")",
        };
    }

    private static string Xml(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
