using Endpoints.Grammar;

namespace Endpoints.Generator.Model;

/// <summary>
/// What the payloads and replies of one endpoint are read and written with, each once. Only handlers that run are entered, in their order.
/// </summary>
internal sealed class PayloadLists(JsonTypes json)
{
    private readonly List<JsonTypeModel> _types = [];
    private readonly List<CodecModel> _codecs = [];
    private readonly List<MessageReplyModel> _replies = [];

    public EquatableArray<JsonTypeModel> JsonTypes => new(_types);

    public EquatableArray<CodecModel> Codecs => new(_codecs);

    public EquatableArray<MessageReplyModel> Replies => new(_replies);

    /// <summary>The <c>[UseCodec]</c> attributes that were of use, as indexes into the endpoint's list.</summary>
    public HashSet<int> UsedCodecs { get; } = [];

    /// <summary>Gives the handler its indexes into the lists.</summary>
    public HandlerModel Enter(HandlerModel handler, MessageForms forms) => handler with
    {
        Arguments = new EquatableArray<ArgumentModel>(handler.Arguments.Select(a => Enter(a, forms))),
        Result = Enter(handler.Result, forms),
    };

    private ArgumentModel Enter(ArgumentModel argument, MessageForms forms) => argument.Form switch
    {
        ArgumentKind.PayloadJson => argument with { Index = Find(argument.Type) },
        ArgumentKind.PayloadTextCodec or ArgumentKind.PayloadBinaryCodec => argument with { Index = Find(forms.Find(argument.Message)) },
        _ => argument,
    };

    private ResultModel Enter(ResultModel result, MessageForms forms) => result.Reply switch
    {
        ReplyKind.Json => result with { Index = Find(result.Type!) },
        ReplyKind.Message => result with { Index = Find(Find(result.Type!), result.Message!.Contract!) },
        ReplyKind.TextCodec or ReplyKind.BinaryCodec => result with { Index = Find(forms.Find(result.Message)) },
        _ => result,
    };

    private int Find(TypeRef type)
    {
        var index = _types.FindIndex(t => t.Type.Annotated == type.Annotated);
        return index >= 0 || json.FindContext(type) is not { } context ? index : Add(_types, new JsonTypeModel(type, context));
    }

    private int Find(CodecModel? codec)
    {
        if (codec is null)
        {
            return -1;
        }

        UsedCodecs.Add(codec.Use);
        var index = _codecs.FindIndex(c => c.Type.Name == codec.Type.Name);
        return index >= 0 ? index : Add(_codecs, codec);
    }

    private int Find(int json, MessageContractModel contract)
    {
        var reply = new MessageReplyModel(json, contract.Property, contract.Discriminator!.Text!);
        var index = _replies.IndexOf(reply);
        return index >= 0 ? index : Add(_replies, reply);
    }

    private static int Add<T>(List<T> list, T item)
    {
        list.Add(item);
        return list.Count - 1;
    }
}
