using Endpoints.Generator.Model;
using Endpoints.Grammar;

namespace Endpoints.Generator.Emission;

/// <summary>Writes <c>Validate</c>: the common rules, then sub-protocol, then origin; nothing that an endpoint does not use.</summary>
internal static class ValidatorEmitter
{
    public static void Write(SourceWriter writer, EndpointModel endpoint)
    {
        var hasProtocols = endpoint.Protocols.Count > 0;
        var hasOriginCheck = !endpoint.Origins.Any(o => o.Kind == OriginPatternKind.Any);
        writer.Open("public override " + Names.HandshakeVerdict + " Validate(in " + Names.HandshakeHead + " head)");
        writer.Line("var fault = " + Names.HandshakeRules + ".CheckUpgrade(in head);");
        WriteRejection(writer, "fault != " + Names.HandshakeFault + ".None", "fault");
        if (hasProtocols)
        {
            writer.Line("var protocol = SelectProtocol(in head);");
        }

        if (endpoint.RequiresProtocol)
        {
            WriteRejection(writer, hasProtocols ? "protocol < 0" : "true", Names.HandshakeFault + ".ProtocolNotAgreed");
        }

        if (hasProtocols || !endpoint.RequiresProtocol)
        {
            if (hasOriginCheck)
            {
                WriteRejection(
                    writer,
                    Names.OriginRules + ".TryGetOrigin(in head, out var origin) && !IsAdmitted(in head, origin)",
                    Names.HandshakeFault + ".OriginNotAllowed");
            }

            writer.Line("return " + Names.HandshakeVerdict + ".Accept(" + (hasProtocols ? "protocol" : "-1") + ");");
        }

        writer.Close();
        writer.Blank();
        if (hasProtocols)
        {
            WriteSelection(writer, endpoint);
        }

        if (hasOriginCheck && (hasProtocols || !endpoint.RequiresProtocol))
        {
            WriteOrigins(writer, endpoint);
        }
    }

    private static void WriteRejection(SourceWriter writer, string condition, string fault)
    {
        var rejection = "return " + Names.HandshakeVerdict + ".Reject(" + fault + ");";
        if (condition == "true")
        {
            writer.Line(rejection);
            return;
        }

        writer.Open("if (" + condition + ")");
        writer.Line(rejection);
        writer.Close();
        writer.Blank();
    }

    private static void WriteSelection(SourceWriter writer, EndpointModel endpoint)
    {
        writer.Open("private static int SelectProtocol(in " + Names.HandshakeHead + " head)");
        if (endpoint.PrefersServerOrder)
        {
            writer.Line("var offered = " + Names.SubprotocolList + ".Of(in head);");
            for (var i = 0; i < endpoint.Protocols.Count; i++)
            {
                writer.Open("if (offered.Contains(" + Literals.Utf8(endpoint.Protocols[i]) + "))");
                writer.Line("return " + i + ";");
                writer.Close();
                writer.Blank();
            }
        }
        else
        {
            writer.Open("foreach (var token in " + Names.SubprotocolList + ".Of(in head))");
            WriteTokenSwitch(writer, endpoint.Protocols);
            writer.Close();
            writer.Blank();
        }

        writer.Line("return -1;");
        writer.Close();
        writer.Blank();
    }

    private static void WriteTokenSwitch(SourceWriter writer, EquatableArray<string> protocols)
    {
        writer.Open("switch (token.Length)");
        var groups = protocols
            .Select((name, index) => (Name: name, Index: index, System.Text.Encoding.UTF8.GetByteCount(name)))
            .GroupBy(p => p.Item3)
            .OrderBy(g => g.Key);
        foreach (var group in groups)
        {
            writer.Line("case " + group.Key + ":");
            writer.Indent();
            foreach (var (name, index, _) in group)
            {
                writer.Open("if (" + Names.SpanExtensions + ".SequenceEqual(token, " + Literals.Utf8(name) + "))");
                writer.Line("return " + index + ";");
                writer.Close();
                writer.Blank();
            }

            writer.Line("break;");
            writer.Outdent();
        }

        writer.Close();
    }

    private static void WriteOrigins(SourceWriter writer, EndpointModel endpoint)
    {
        writer.Line("private static bool IsAdmitted(in " + Names.HandshakeHead + " head, " + Names.ByteSpan + " origin) =>");
        writer.Indent();
        var conditions = new[] { Names.OriginRules + ".IsSameOrigin(in head, origin)" }
            .Concat(endpoint.Origins.Select(Condition))
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        for (var i = 0; i < conditions.Length; i++)
        {
            writer.Line((i == 0 ? "" : "|| ") + conditions[i] + (i == conditions.Length - 1 ? ";" : ""));
        }

        writer.Outdent();
        writer.Blank();
    }

    private static string Condition(OriginPattern origin) => origin.Kind == OriginPatternKind.Exact
        ? Names.OriginRules + ".Is(origin, " + Literals.Utf8(origin.Text) + ")"
        : Names.OriginRules + ".IsSubdomainOf(origin, " + Literals.Utf8(origin.Scheme) + ", " + Literals.Utf8(origin.Authority) + ")";
}
