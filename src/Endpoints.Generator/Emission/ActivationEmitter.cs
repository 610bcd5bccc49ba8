using Endpoints.Generator.Model;
using Endpoints.Grammar;

namespace Endpoints.Generator.Emission;

/// <summary>Writes <c>Activate</c>: binds the request's values, then calls the constructor.</summary>
internal static class ActivationEmitter
{
    public static void Write(SourceWriter writer, EndpointModel endpoint, string[] fields)
    {
        writer.Open((endpoint.IsClient ? "public static " : "public override ") + Names.Activation + " Activate(" + Names.HandshakeContext + " handshake)");
        for (var i = 0; i < fields.Length; i++)
        {
            WriteValue(writer, endpoint.Values[i], fields[i]);
        }

        for (var i = 0; i < endpoint.AllFilters.Count; i++)
        {
            var filter = endpoint.AllFilters[i];
            WriteInstance(writer, "filter" + i, filter.Type, filter.Constructor, filter.IsSingleton);
        }

        WriteInstance(writer, "endpoint", endpoint.Type, endpoint.Constructor, endpoint.IsSingleton);
        for (var i = 0; i < endpoint.Codecs.Count; i++)
        {
            if (endpoint.Codecs[i].NeedsServices)
            {
                CodecEmitter.WriteActivation(writer, endpoint, i);
            }
        }

        if (PolicyEmitter.HasPolicies(endpoint))
        {
            writer.Line("var authorizer = " + Names.Services + ".GetRequiredService<" + Names.SessionAuthorizer + ">(handshake.Services);");
        }

        WriteDispatcher(writer, endpoint, string.Join(", ", DispatcherEmitter.Members(endpoint, fields).Select(m => m.Name)));
        writer.Close();
        writer.Blank();
    }

    /// <summary>Puts a new instance into a variable, or the one that all sessions share.</summary>
    public static void WriteInstance(
        SourceWriter writer, string variable, TypeRef type, EquatableArray<ConstructorArgumentModel> constructor, bool isSingleton)
    {
        if (isSingleton)
        {
            writer.Line("var " + variable + " = " + Names.Singletons + ".Of(handshake)");
            writer.Indent();
            writer.Line(".GetOrCreate(static provider => " + Creation("provider") + ");");
            writer.Outdent();
        }
        else
        {
            writer.Line("var " + variable + " = " + Creation("handshake.Services") + ";");
        }

        string Creation(string services) =>
            "new " + type.Name + "(" + string.Join(", ", constructor.Select(a => Argument(a, services))) + ")";
    }

    // The one place that asks for the sub-protocol.
    private static void WriteDispatcher(SourceWriter writer, EndpointModel endpoint, string arguments)
    {
        if (endpoint.Tables.Count == 1)
        {
            writer.Line("return " + Names.Activation + ".Ready(new Dispatcher(" + arguments + "));");
            return;
        }

        // What no sub-protocol was agreed for, or where that cannot be, the first table.
        var rest = Math.Max(0, endpoint.Tables.ToList().FindIndex(t => t.Protocols.Contains(-1)));
        writer.Open(Names.Dispatcher + " dispatcher = handshake.SubProtocolIndex switch");
        for (var i = 0; i < endpoint.Tables.Count; i++)
        {
            foreach (var protocol in endpoint.Tables[i].Protocols.Where(_ => i != rest))
            {
                writer.Line(protocol + " => " + Creation(i) + ", // " + Literals.Text(endpoint.Protocols[protocol]));
            }
        }

        writer.Line("_ => " + Creation(rest) + ",");
        writer.Close(";");
        writer.Line("return " + Names.Activation + ".Ready(dispatcher);");

        string Creation(int table) => "new " + DispatcherEmitter.ClassName(endpoint, table) + "(" + arguments + ")";
    }

    private static string Argument(ConstructorArgumentModel argument, string services) => argument.Kind switch
    {
        ConstructorArgumentKind.Handshake => "handshake",
        ConstructorArgumentKind.ServiceProvider => services,
        ConstructorArgumentKind.Service => ServiceExpressions.Required(argument.Type, services),
        ConstructorArgumentKind.OptionalService => ServiceExpressions.Optional(argument.Type, services),
        ConstructorArgumentKind.KeyedService => ServiceExpressions.RequiredKeyed(argument.Type, services, argument.Expression!),
        ConstructorArgumentKind.OptionalKeyedService => ServiceExpressions.OptionalKeyed(argument.Type, services, argument.Expression!),
        _ => argument.Expression!,
    };

    private static void WriteValue(SourceWriter writer, BoundValueModel value, string name)
    {
        var text = Reading(value);
        var fallback = value.ParameterDefault;
        if (value.Conversion == ValueConversion.Text)
        {
            if (value.TemplateDefault is null && fallback is not null)
            {
                text += " ?? " + fallback;
            }

            writer.Line("var " + name + " = " + text + ";");
            if (!value.IsNullable && value.TemplateDefault is null && fallback is null)
            {
                writer.Open("if (" + name + " is null)");
                writer.Line(NotBound(value, "null"));
                writer.Close();
            }

            writer.Blank();
            return;
        }

        var parse = Names.ValueBinder + "." + (value.Conversion == ValueConversion.Enumeration ? "TryParseEnum" : "TryParse")
            + "<" + value.Type.Annotated + ">";
        writer.Line("var " + name + "Text = " + text + ";");
        if (value.TemplateDefault is null && (value.IsNullable || fallback is not null))
        {
            writer.Line(value.FieldType + " " + name + " = " + (fallback ?? "null") + ";");
            writer.Open("if (!string.IsNullOrEmpty(" + name + "Text))");
            WriteParsing(writer, value, name, parse, name + "Value");
            writer.Line(name + " = " + name + "Value;");
            writer.Close();
        }
        else
        {
            WriteParsing(writer, value, name, parse, name);
        }

        writer.Blank();
    }

    private static void WriteParsing(SourceWriter writer, BoundValueModel value, string name, string parse, string target)
    {
        writer.Open("if (!" + parse + "(" + name + "Text, out var " + target + "))");
        writer.Line(NotBound(value, name + "Text"));
        writer.Close();
        writer.Blank();
    }

    private static string Reading(BoundValueModel value)
    {
        var method = value.Source switch
        {
            ValueSource.Route => "GetRouteValue",
            ValueSource.Query => "GetQueryValue",
            _ => "GetHeaderValue",
        };
        var reading = "handshake." + method + "(" + Literals.Text(value.Name) + ")";
        return value.TemplateDefault is { } text ? reading + " ?? " + Literals.Text(text) : reading;
    }

    private static string NotBound(BoundValueModel value, string text)
    {
        var source = value.Source switch
        {
            ValueSource.Route => "route value",
            ValueSource.Query => "query value",
            _ => "header",
        };
        return "return " + Names.Activation + ".NotBound(\"" + source + "\", " + Literals.Text(value.Name) + ", "
            + Literals.Text(value.Type.ShortName) + ", " + text + ");";
    }
}
