using Endpoints.Grammar;

namespace Endpoints.Generator.Model;

/// <summary>
/// Decides, for the sessions of one sub-protocol, which parameters are typed payloads and how these and typed replies travel: by the codec
/// of the sub-protocol, else by that of the endpoint, else as JSON.
/// </summary>
internal sealed class MessageForms(EndpointModel endpoint, JsonTypes json, int protocol)
{
    private readonly int[] _codecs = UsesOf(endpoint, protocol);

    /// <summary>The handler as it runs here. Its indexes are given out later, by <see cref="PayloadLists"/>.</summary>
    public HandlerModel Resolve(int index, List<PayloadProblem> problems)
    {
        var handler = endpoint.Handlers[index];
        var payload = FindPayload(handler);
        var arguments = new ArgumentModel[handler.Arguments.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            var argument = handler.Arguments[i];
            arguments[i] = argument switch
            {
                { Kind: ArgumentKind.Undecided } => Decide(handler, argument, i == payload, new Place(index, i), problems),

                // What a sequence is made of is never a service.
                { Form: ArgumentKind.Undecided } => argument with { Element = DecidePayload(argument, new Place(index, i), problems).Kind },
                _ => argument,
            };
        }

        return handler with
        {
            Arguments = new EquatableArray<ArgumentModel>(arguments),
            Result = Decide(handler.Result, new Place(index, -1), problems),
        };
    }

    private static int[] UsesOf(EndpointModel endpoint, int protocol)
    {
        var own = Of(protocol);
        return own.Length > 0 ? own : Of(-1);

        int[] Of(int wanted) => [.. Enumerable.Range(0, endpoint.CodecUses.Count).Where(i => endpoint.CodecUses[i].ProtocolIndex == wanted)];
    }

    // A type that can be read is the payload; where none can, the first that is left, so that the diagnostic can name it.
    private int FindPayload(HandlerModel handler)
    {
        if (handler.Kind != HandlerKind.Message || handler.Payload is not null)
        {
            return -1;
        }

        var first = -1;
        for (var i = 0; i < handler.Arguments.Count; i++)
        {
            if (handler.Arguments[i].Kind != ArgumentKind.Undecided)
            {
                continue;
            }

            if (IsListed(handler.Arguments[i]))
            {
                return i;
            }

            if (first < 0 && handler.Arguments[i].LooksLikePayload)
            {
                first = i;
            }
        }

        return first;
    }

    private bool IsListed(ArgumentModel argument) =>
        json.Knows(argument.Type) || argument.Message is { } message && (message.Codecs.Count > 0 || message.Contract is not null);

    private ArgumentModel Decide(
        HandlerModel handler, ArgumentModel argument, bool isPayload, Place place, List<PayloadProblem> problems)
    {
        if (isPayload)
        {
            return DecidePayload(argument, place, problems);
        }

        var isListed = IsListed(argument);
        if (isListed && handler.Kind == HandlerKind.Message)
        {
            problems.Add(new PayloadProblem(PayloadProblemKind.SeveralPayloads, place.Handler, place.Argument, argument.Type));
        }
        else if (isListed && handler.Kind is HandlerKind.Text or HandlerKind.Binary && handler.Payload is null)
        {
            problems.Add(new PayloadProblem(PayloadProblemKind.TypedPayloadOnRawHandler, place.Handler, place.Argument, argument.Type));
        }
        else if (argument.Role is not (UndecidedRole.Service or UndecidedRole.Abstraction))
        {
            problems.Add(new PayloadProblem(PayloadProblemKind.NotAService, place.Handler, place.Argument, argument.Type));
        }

        return argument with { Kind = ArgumentKind.Service, Message = null };
    }

    private ArgumentModel DecidePayload(ArgumentModel argument, Place place, List<PayloadProblem> problems)
    {
        if (_codecs.Length > 0)
        {
            var codec = CodecOf(argument.Type, argument.Message, place, problems);
            return argument with { Kind = codec?.IsText == true ? ArgumentKind.PayloadTextCodec : ArgumentKind.PayloadBinaryCodec };
        }

        if (!json.Knows(argument.Type))
        {
            problems.Add(new PayloadProblem(PayloadProblemKind.NoContext, place.Handler, place.Argument, argument.Type));
        }

        return argument with { Kind = ArgumentKind.PayloadJson };
    }

    private ResultModel Decide(ResultModel result, Place place, List<PayloadProblem> problems)
    {
        if (result is not { Reply: ReplyKind.Json, Type: { } type })
        {
            return result;
        }

        if (_codecs.Length > 0)
        {
            var codec = CodecOf(type, result.Message, place, problems);
            return result with { Reply = codec?.IsText == true ? ReplyKind.TextCodec : ReplyKind.BinaryCodec };
        }

        // What a base knows is written as that base, which puts the discriminator in front.
        if (result.Message is { IsReference: true, Contract: { Discriminator: not null, Base: { } polymorphic } } && json.Knows(polymorphic.Type))
        {
            return result with { Type = polymorphic.Type };
        }

        if (!json.Knows(type))
        {
            problems.Add(new PayloadProblem(PayloadProblemKind.NoContext, place.Handler, -1, type));
        }

        return result.Message is { Contract: { Base: null, Discriminator.Text: not null } } ? result with { Reply = ReplyKind.Message } : result;
    }

    private CodecModel? CodecOf(TypeRef type, MessageTypeModel? message, Place place, List<PayloadProblem> problems)
    {
        var codec = Find(message);
        if (codec is null)
        {
            var names = string.Join(", ", _codecs.Select(u => endpoint.CodecUses[u].Name).Distinct());
            problems.Add(new PayloadProblem(PayloadProblemKind.NoCodec, place.Handler, place.Argument, type) { Detail = names });
        }

        return codec;
    }

    /// <summary>The codec of a type here; null for none.</summary>
    public CodecModel? Find(MessageTypeModel? message) =>
        message?.Codecs.FirstOrDefault(c => Array.IndexOf(_codecs, c.Use) >= 0);

    private readonly record struct Place(int Handler, int Argument);
}
