using Endpoints.Generator.Model;

namespace Endpoints.Generator.Emission;

/// <summary>
/// Writes the dispatcher: one override for each event that the endpoint handles. Where sub-protocols are served differently there is one
/// class for each way, and one under them with what they share, so that a message asks no more which sub-protocol its session has.
/// </summary>
internal static class DispatcherEmitter
{
    private static readonly DispatcherEvent[] Events =
    [
        DispatcherEvent.Open,
        DispatcherEvent.Text,
        DispatcherEvent.Binary,
        DispatcherEvent.TextBody,
        DispatcherEvent.BinaryBody,
        DispatcherEvent.Ping,
        DispatcherEvent.Pong,
        DispatcherEvent.Close,
    ];

    /// <summary>The class that serves the sessions of a table.</summary>
    public static string ClassName(EndpointModel endpoint, int table) => endpoint.Tables.Count == 1 ? "Dispatcher" : "Dispatcher" + table;

    public static void Write(SourceWriter writer, EndpointModel endpoint, string[] fields)
    {
        var first = endpoint.Tables[0];
        if (endpoint.Tables.Count == 1)
        {
            WriteClass(writer, endpoint, fields, first, "private sealed class Dispatcher : " + Names.Dispatcher, ClassContents.Everything, _ => true);
            return;
        }

        // The first table's handlers stand for those of all where all run the same. Steps are numbered, and
        // sequences kept, in the class that has the handlers.
        bool IsShared(DispatcherEvent? @event) =>
            !GuardEmitter.IsGuarded(endpoint) && !StreamEmitter.HasStreams(endpoint) && endpoint.Tables.All(t => @event is { } known ? t.RunsAlike(first, known) : t.FailsAlike(first));

        WriteClass(
            writer, endpoint, fields, first, "private abstract class Dispatcher : " + Names.Dispatcher, ClassContents.Fields, IsShared);
        for (var i = 0; i < endpoint.Tables.Count; i++)
        {
            writer.Blank();
            writer.Line("// " + ProtocolNames(endpoint, endpoint.Tables[i]));
            WriteClass(
                writer,
                endpoint,
                fields,
                endpoint.Tables[i],
                "private sealed class " + ClassName(endpoint, i) + " : Dispatcher",
                ClassContents.Handlers,
                e => !IsShared(e));
        }
    }

    /// <summary>The constructor's parameters, in order.</summary>
    public static List<(string Type, string Name)> Members(EndpointModel endpoint, string[] fields)
    {
        List<(string Type, string Name)> members = [(endpoint.Type.Name, "endpoint")];
        for (var i = 0; i < endpoint.Codecs.Count; i++)
        {
            if (endpoint.Codecs[i].NeedsServices)
            {
                members.Add((endpoint.Codecs[i].Type.Annotated, CodecEmitter.Name(endpoint, i).TrimStart('_')));
            }
        }

        for (var i = 0; i < fields.Length; i++)
        {
            members.Add((endpoint.Values[i].FieldType, fields[i]));
        }

        if (PolicyEmitter.HasPolicies(endpoint))
        {
            members.Add((Names.SessionAuthorizer, "authorizer"));
        }

        for (var i = 0; i < endpoint.AllFilters.Count; i++)
        {
            members.Add((endpoint.AllFilters[i].Type.Annotated, "filter" + i));
        }

        return members;
    }

    private static string ProtocolNames(EndpointModel endpoint, DispatchTableModel table) =>
        string.Join(", ", table.Protocols.Select(p => p < 0 ? "no sub-protocol" : Literals.Text(endpoint.Protocols[p])));

    private static void WriteClass(
        SourceWriter writer,
        EndpointModel endpoint,
        string[] fields,
        DispatchTableModel table,
        string head,
        ClassContents contents,
        Func<DispatcherEvent?, bool> isWritten)
    {
        var calls = new HandlerCallEmitter(endpoint with { Handlers = table.Handlers }, fields);
        writer.Open(head);
        if (contents != ClassContents.Handlers)
        {
            WriteStatics(writer, endpoint, contents);
        }

        WriteConstructor(writer, endpoint, fields, table, contents);
        if (contents != ClassContents.Fields)
        {
            WriteHandlerKinds(writer, table);
            if (IsSameForAll(endpoint, fields))
            {
                writer.Line("public override bool IsSameForAll => true;");
                writer.Blank();
            }

            StreamEmitter.Write(writer, calls, table);
        }

        foreach (var @event in Events.Where(e => isWritten(e)))
        {
            WriteEvent(writer, calls, @event, table[@event]);
        }

        if (isWritten(null))
        {
            ErrorEmitter.Write(writer, table, calls);
        }

        if (contents != ClassContents.Handlers)
        {
            DisposalEmitter.Write(writer, endpoint);
        }

        calls.WriteAwaiting(writer);
        calls.Guards.WriteSteps(writer);
        writer.Close();
    }

    private static void WriteStatics(SourceWriter writer, EndpointModel endpoint, ClassContents contents)
    {
        var access = contents == ClassContents.Everything ? "private" : "protected";
        for (var i = 0; i < endpoint.JsonTypes.Count; i++)
        {
            var json = endpoint.JsonTypes[i];
            var typeInfo = Names.JsonTypeInfo + "<" + json.Type.Annotated + ">";
            writer.Line(access + " static readonly " + typeInfo + " Json" + i + " =");
            writer.Indent();
            writer.Line("(" + typeInfo + ")" + json.Context + ".Default.GetTypeInfo(typeof(" + json.Type.Name + "))!;");
            writer.Outdent();
            writer.Blank();
        }

        for (var i = 0; i < endpoint.MessageReplies.Count; i++)
        {
            var reply = endpoint.MessageReplies[i];
            var type = Names.MessageReply + "<" + endpoint.JsonTypes[reply.JsonIndex].Type.Annotated + ">";
            writer.Line(access + " static readonly " + type + " Message" + i + " =");
            writer.Indent();
            writer.Line(
                "new " + type + "(Json" + reply.JsonIndex + ", " + Literals.Text(reply.Property) + ", " + Literals.Text(reply.Discriminator) + ");");
            writer.Outdent();
            writer.Blank();
        }

        CodecEmitter.WriteStatics(writer, endpoint, access);
    }

    private static void WriteConstructor(
        SourceWriter writer, EndpointModel endpoint, string[] fields, DispatchTableModel table, ClassContents contents)
    {
        var members = Members(endpoint, fields);
        var parameters = string.Join(", ", members.Select(m => m.Type + " " + m.Name));
        if (contents == ClassContents.Handlers)
        {
            StreamEmitter.WriteFields(writer, table);
            var index = endpoint.Tables.ToList().IndexOf(table);
            writer.Line("public " + ClassName(endpoint, index) + "(" + parameters + ")");
            writer.Indent();
            writer.Line(": base(" + string.Join(", ", members.Select(m => m.Name)) + ")");
            writer.Outdent();
            writer.Open();
            StreamEmitter.WriteCreations(writer, table);
            writer.Close();
            writer.Blank();
            return;
        }

        var isBase = contents == ClassContents.Fields;
        var access = isBase ? "protected" : "private";
        foreach (var (type, name) in members)
        {
            writer.Line(access + " readonly " + type + " _" + name + ";");
        }

        if (endpoint.State is { } state)
        {
            writer.Line(access + (state.IsClass ? " readonly " : " ") + state.Type.Annotated + " _state"
                + (state.HasConstructor ? " = new " + state.Type.Annotated + "();" : ";"));
        }

        if (!isBase)
        {
            StreamEmitter.WriteFields(writer, table);
        }

        writer.Blank();
        writer.Open((isBase ? "protected" : "public") + " Dispatcher(" + parameters + ")");
        foreach (var (_, name) in members)
        {
            writer.Line("_" + name + " = " + name + ";");
        }

        if (!isBase)
        {
            StreamEmitter.WriteCreations(writer, table);
        }

        writer.Close();
        writer.Blank();
    }

    /// <summary>Whether a dispatcher of the endpoint would be the same for all its sessions.</summary>
    private static bool IsSameForAll(EndpointModel endpoint, string[] fields) =>
        endpoint.IsSingleton
        && endpoint.Tables.Count == 1
        && endpoint.State is null
        && Members(endpoint, fields).Count == 1
        && !GuardEmitter.IsGuarded(endpoint)
        && !StreamEmitter.HasStreams(endpoint);

    private static void WriteHandlerKinds(SourceWriter writer, DispatchTableModel table)
    {
        var kinds = Events
            .Where(e => e is not (DispatcherEvent.Open or DispatcherEvent.Close) && table[e].Any)
            .Select(e => Names.HandlerKinds + "." + e)
            .ToArray();
        writer.Line("public override " + Names.HandlerKinds + " Handlers => "
            + (kinds.Length == 0 ? Names.HandlerKinds + ".None" : string.Join(" | ", kinds)) + ";");
        writer.Blank();
    }

    private static void WriteEvent(SourceWriter writer, HandlerCallEmitter calls, DispatcherEvent @event, EventModel handlers)
    {
        var isFiltered = calls.Guards.Surrounds(@event) && (handlers.Any || @event == DispatcherEvent.Open);
        if (!handlers.Any && !isFiltered)
        {
            return;
        }

        var parameter = @event switch
        {
            DispatcherEvent.Open => "",
            DispatcherEvent.Close => ", " + Names.CloseStatus + " status",
            DispatcherEvent.TextBody or DispatcherEvent.BinaryBody => ", " + Names.MessageBody + " body",
            _ => ", " + Names.Message + " message",
        };
        var name = @event + "Async";
        var access = "public override ";
        if (isFiltered)
        {
            name = @event + "UnfilteredAsync";
            writer.Open(Head(access, @event + "Async"));
            writer.Line("return " + calls.Guards.EnterEndpoint(@event, handlers.Any ? name : null) + ";");
            writer.Close();
            writer.Blank();
            access = "private ";
        }

        if (!handlers.Any)
        {
            return;
        }

        writer.Open(Head(access, name));
        if (handlers.Cases.Count > 0)
        {
            MessageSwitchEmitter.Write(writer, calls, @event, handlers);
        }
        else
        {
            calls.WriteBody(writer, handlers.Handler, @event);
        }

        writer.Close();
        writer.Blank();

        string Head(string access, string name) => access + Names.ValueTask + " " + name + "(" + Names.Session + " session" + parameter + ")";
    }

    /// <summary>What a class of the dispatcher holds.</summary>
    private enum ClassContents
    {
        /// <summary>Everything: the only class.</summary>
        Everything,

        /// <summary>Fields and what all tables share: the class under the others.</summary>
        Fields,

        /// <summary>The handlers of one table.</summary>
        Handlers,
    }
}
