using System.Globalization;
using Endpoints.Generator.Model;

namespace Endpoints.Generator.Emission;

/// <summary>
/// Writes the calls of handlers. A synchronous handler is called in place. What must await - a scope around the call, another thread, a
/// reply that is not there yet - goes into a method of its own, which gets the payload in a form that outlives the call.
/// </summary>
internal sealed class HandlerCallEmitter(EndpointModel endpoint, string[] fields)
{
    private readonly SortedDictionary<string, Action<SourceWriter>> _awaiting = new(StringComparer.Ordinal);

    private readonly ValidationEmitter _validation = new(endpoint);

    public EndpointModel Endpoint { get; } = endpoint;

    /// <summary>What stands before the handlers called so far.</summary>
    public GuardEmitter Guards { get; } = new(endpoint);

    /// <summary>The statements that run a handler inside a method that returns <c>ValueTask</c>.</summary>
    public void WriteBody(SourceWriter writer, int index, DispatcherEvent @event)
    {
        var handler = Endpoint.Handlers[index];
        if (!GuardEmitter.IsGuarded(handler))
        {
            Write(writer, Body(index, @event));
            return;
        }

        var name = handler.MethodName.TrimStart('@') + index.ToString(CultureInfo.InvariantCulture) + @event + "UnguardedAsync";
        var enter = handler.ReadsBody ? Guards.EnterBody(index, name) : Guards.EnterHandler(index, @event, name);
        writer.Line("return " + enter + ";");
        var body = Body(index, @event);
        var message = handler.ReadsBody ? ", " + Names.MessageBody + " body"
            : @event == DispatcherEvent.Open ? ""
            : ", " + Names.Message + " message";
        _awaiting[name] = awaiting =>
        {
            awaiting.Open("private " + Names.ValueTask + " " + name + "(" + Names.Session + " session" + message + ")");
            Write(awaiting, body);
            awaiting.Close();
        };
    }

    /// <summary>The statements that run a handler which takes a sequence, and not those that feed it.</summary>
    public void WriteCall(SourceWriter writer, int index, DispatcherEvent @event) => Write(writer, Call(index, @event));

    private static void Write(SourceWriter writer, string[] lines)
    {
        foreach (var line in lines)
        {
            writer.Line(line);
        }
    }

    // What a message does: it runs the handler, or goes into the sequence that the handler reads.
    private string[] Body(int index, DispatcherEvent @event)
    {
        if (Endpoint.Handlers[index].Payload is not { Kind: ArgumentKind.PayloadStream } messages)
        {
            return Call(index, @event);
        }

        var message = Argument(messages with { Kind = messages.Element }, error: null);
        return ["return _" + StreamEmitter.FieldOf(index) + ".WriteAsync(" + message + ");"];
    }

    private string[] Call(int index, DispatcherEvent @event) =>
        Endpoint.Handlers[index] is { Result.Shape: ResultShape.Void, IsCalledInPlace: true }
            ? [Invocation(index, error: null) + ";", "return default;"]
            : ["return " + Task(index, @event, error: null) + ";"];

    /// <summary>A handler that is not <c>void</c> in place, as an expression of type <c>ValueTask</c>.</summary>
    public string Task(int index, DispatcherEvent @event, string? error)
    {
        var handler = Endpoint.Handlers[index];
        if (!handler.IsCalledInPlace)
        {
            return DetachedCall(index, @event, error);
        }

        var invocation = Invocation(index, error);
        return handler.Result.Shape switch
        {
            ResultShape.Task => "new " + Names.ValueTask + "(" + invocation + ")",
            ResultShape.ValueTask => invocation,
            ResultShape.Value => Reply(handler, @event, invocation),
            _ => PendingReply(index, @event) + "(session, " + invocation + ")",
        };
    }

    /// <summary>The bare call with arguments that live as long as the calling method.</summary>
    public string Invocation(int index, string? error) =>
        Invocation(index, argument => Argument(argument, error));

    /// <summary>The methods that the calls written so far need.</summary>
    public void WriteAwaiting(SourceWriter writer)
    {
        foreach (var write in _awaiting.Values)
        {
            write(writer);
            writer.Blank();
        }
    }

    private string Invocation(int index, Func<ArgumentModel, string> argument)
    {
        var handler = Endpoint.Handlers[index];
        var arguments = handler.Arguments.Select(
            a => a.Kind == ArgumentKind.PayloadStream ? "_" + StreamEmitter.FieldOf(index) : argument(a));
        return (handler.IsStatic ? Endpoint.Type.Name : "_endpoint") + "." + handler.MethodName + "(" + string.Join(", ", arguments) + ")";
    }

    private string Argument(ArgumentModel argument, string? error) => argument.Kind switch
    {
        ArgumentKind.PayloadSpan => "message.Payload",
        ArgumentKind.PayloadMemory => "message.AsMemory()",
        ArgumentKind.PayloadSequence => "new global::System.Buffers.ReadOnlySequence<byte>(message.AsMemory())",
        ArgumentKind.PayloadBytes => "message.Payload.ToArray()",
        ArgumentKind.PayloadText => "global::System.Text.Encoding.UTF8.GetString(message.Payload)",
        ArgumentKind.PayloadJson => _validation.Around(
            argument, Names.JsonPayload + (argument.IsNullable ? ".ReadOrNull" : ".Read") + "(message.Payload, Json" + argument.Index + ")"),
        ArgumentKind.PayloadTextCodec or ArgumentKind.PayloadBinaryCodec => _validation.Around(
            argument,
            Names.CodecPayload + (argument.IsNullable ? ".ReadOrNull" : ".Read") + "(message.Payload, " + Codec(argument.Type, argument.Index) + ")"),
        _ => CommonArgument(argument, error),
    };

    private string Codec(TypeRef type, int index) =>
        "(" + Names.Codec + "<" + type.Annotated + ">)" + CodecEmitter.Name(Endpoint, index);

    private string DetachedArgument(ArgumentModel argument, string? error)
    {
        const string Services = "scope.ServiceProvider";
        return argument.Kind switch
        {
            ArgumentKind.PayloadSpan => "payload.Span",
            ArgumentKind.PayloadSequence => "new global::System.Buffers.ReadOnlySequence<byte>(payload)",
            ArgumentKind.BodyStream => "body.AsStream()",
            ArgumentKind.BodyPipe => "body.Reader",
            _ when argument.IsPayload => "payload",
            ArgumentKind.ServiceProvider => Services,
            ArgumentKind.Service when argument.IsNullable => ServiceExpressions.Optional(argument.Type, Services),
            ArgumentKind.Service => ServiceExpressions.Required(argument.Type, Services),
            ArgumentKind.KeyedService when argument.IsNullable => ServiceExpressions.OptionalKeyed(argument.Type, Services, argument.Key!),
            ArgumentKind.KeyedService => ServiceExpressions.RequiredKeyed(argument.Type, Services, argument.Key!),
            _ => CommonArgument(argument, error),
        };
    }

    private string CommonArgument(ArgumentModel argument, string? error) => argument.Kind switch
    {
        ArgumentKind.Session => "session",
        ArgumentKind.Handshake => "session.Handshake",
        ArgumentKind.CloseStatus => "status",
        ArgumentKind.CancellationToken => "session.Aborted",
        ArgumentKind.Exception => error!,
        ArgumentKind.StateReference => "ref _state",
        ArgumentKind.StateObject => "_state",
        ArgumentKind.Value => "_" + fields[argument.Index],
        _ => throw new InvalidOperationException("No argument of kind " + argument.Kind + " is left here."),
    };

    // A scope for the call's services, or another thread. The payload is taken over before the first await, where the message's bytes
    // are still there.
    private string DetachedCall(int index, DispatcherEvent @event, string? error)
    {
        var handler = Endpoint.Handlers[index];
        var name = MethodName(handler, index, @event) + (handler.NeedsScope ? "InScopeAsync" : "OffThreadAsync");
        List<(string Type, string Name, string Value)> captured = [];
        if (handler.Payload is { Kind: not ArgumentKind.PayloadStream } payload)
        {
            captured.Add(payload.Kind switch
            {
                ArgumentKind.BodyStream or ArgumentKind.BodyPipe => (Names.MessageBody, "body", "body"),
                ArgumentKind.PayloadBytes => ("byte[]", "payload", Argument(payload, null)),
                ArgumentKind.PayloadText => ("string", "payload", Argument(payload, null)),
                _ when payload.IsTypedPayload =>
                    (payload.IsNullable ? payload.Type.OrNull : payload.Type.Annotated, "payload", Argument(payload, null)),
                _ => ("global::System.ReadOnlyMemory<byte>", "payload", "message.AsMemory()"),
            });
        }

        if (handler.Arguments.Any(a => a.Kind == ArgumentKind.CloseStatus))
        {
            captured.Add((Names.CloseStatus, "status", "status"));
        }

        if (handler.Arguments.FirstOrDefault(a => a.Kind == ArgumentKind.Exception) is { } exception)
        {
            captured.Add((exception.Type.Name, "error", error!));
        }

        var statement = DetachedStatement(index, @event);
        _awaiting[name] = writer =>
        {
            writer.Open("private async " + Names.ValueTask + " " + name + "(" + Names.Session + " session"
                + string.Concat(captured.Select(c => ", " + c.Type + " " + c.Name)) + ")");
            if (handler.RunsOffThread)
            {
                writer.Line("await " + Names.Task + ".CompletedTask.ConfigureAwait(" + Names.AwaitOptions + ".ForceYielding);");
            }

            if (!handler.NeedsScope)
            {
                writer.Line(statement);
                writer.Close();
                return;
            }

            writer.Line("var scope = " + Names.Services + ".CreateAsyncScope(session.Handshake.Services);");
            writer.Open("await using (global::System.Threading.Tasks.TaskAsyncEnumerableExtensions.ConfigureAwait(scope, false))");
            writer.Line(statement);
            writer.Close();
            writer.Close();
        };
        return name + "(session" + string.Concat(captured.Select(c => ", " + c.Value)) + ")";
    }

    // Without ConfigureAwait(false): what handlers are called from, an event loop for one, is what they come back to.
    private string DetachedStatement(int index, DispatcherEvent @event)
    {
        var handler = Endpoint.Handlers[index];
        var invocation = Invocation(index, argument => DetachedArgument(argument, "error"));
        return handler.Result.Shape switch
        {
            ResultShape.Void => invocation + ";",
            ResultShape.Task or ResultShape.ValueTask => "await " + invocation + ";",
            ResultShape.Value => "await " + Reply(handler, @event, invocation) + ";",
            _ => "await " + PendingReply(index, @event) + "(session, " + invocation + ");",
        };
    }

    private string PendingReply(int index, DispatcherEvent @event)
    {
        var handler = Endpoint.Handlers[index];
        var isStream = handler.Result.Shape == ResultShape.Stream;
        var name = (isStream ? "SendAll" : "Send") + MethodName(handler, index, @event) + "Async";
        _awaiting[name] = writer =>
        {
            var access = UsesField(handler.Result) ? "private async " : "private static async ";
            writer.Open(access + Names.ValueTask + " " + name + "(" + Names.Session + " session, "
                + handler.Result.Declared + (isStream ? " replies)" : " reply)"));
            if (isStream)
            {
                WriteStream(writer, handler, @event);
            }
            else
            {
                writer.Line("await " + Reply(handler, @event, "await reply") + ";");
            }

            writer.Close();
        };
        return name;
    }

    private void WriteStream(SourceWriter writer, HandlerModel handler, DispatcherEvent @event)
    {
        const string Extensions = "global::System.Threading.Tasks.TaskAsyncEnumerableExtensions";
        writer.Open("try");
        writer.Open("await foreach (var reply in " + Extensions + ".WithCancellation(replies, session.Aborted))");
        writer.Line("await " + Reply(handler, @event, "reply") + ";");
        writer.Open("if (session.State != " + Names.SessionState + ".Open)");
        writer.Line("break;");
        writer.Close();
        writer.Close();
        writer.Close();
        writer.Open("catch (global::System.OperationCanceledException) when (session.Aborted.IsCancellationRequested)");
        writer.Line("// The session is gone, and with it whoever would read on.");
        writer.Close();
    }

    // Bytes answer in the kind of the message; where there is none, as a binary message.
    private string Reply(HandlerModel handler, DispatcherEvent @event, string value) => handler.Result.Reply switch
    {
        ReplyKind.Text => Names.Reply + ".TextAsync(session, " + value + ")",
        ReplyKind.Json => Names.Reply + ".JsonAsync(session, " + value + ", Json" + handler.Result.Index + ")",
        ReplyKind.Message => Names.Reply + ".MessageAsync(session, " + value + ", Message" + handler.Result.Index + ")",
        ReplyKind.TextCodec => Names.Reply + ".EncodedTextAsync(session, " + value + ", " + ReplyCodec(handler) + ")",
        ReplyKind.BinaryCodec => Names.Reply + ".EncodedBinaryAsync(session, " + value + ", " + ReplyCodec(handler) + ")",
        _ => Names.Reply + (@event is DispatcherEvent.Text or DispatcherEvent.TextBody ? ".TextAsync" : ".BinaryAsync") + "(session, " + value + ")",
    };

    private bool UsesField(ResultModel result) =>
        result.Reply is ReplyKind.TextCodec or ReplyKind.BinaryCodec && Endpoint.Codecs[result.Index].NeedsServices;

    private string ReplyCodec(HandlerModel handler) => Codec(handler.Result.Type!, handler.Result.Index);

    // A raw [OnMessage] handler runs for text and for binary messages, and its bytes are sent back as what came.
    private static string MethodName(HandlerModel handler, int index, DispatcherEvent @event)
    {
        var hasTwo = handler.TakesBoth && handler.Result.Reply is ReplyKind.Bytes or ReplyKind.Span;
        return handler.MethodName.TrimStart('@') + index.ToString(CultureInfo.InvariantCulture) + (hasTwo ? @event.ToString() : "");
    }
}
