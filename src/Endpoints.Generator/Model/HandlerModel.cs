using Endpoints.Grammar;

namespace Endpoints.Generator.Model;

/// <summary>Which attribute marks the handler.</summary>
internal enum HandlerKind
{
    Open,
    Text,
    Binary,
    Message,
    Ping,
    Pong,
    Close,
    Error,
}

/// <summary>A handler method.</summary>
/// <param name="Kind">Its attribute.</param>
/// <param name="MethodName">Its name, escaped where it is a keyword.</param>
/// <param name="IsStatic">Whether it is called on the type.</param>
/// <param name="ProtocolIndex">The sub-protocol that it is bound to, as an index into the endpoint's list; -1 for none.</param>
/// <param name="Arguments">What its parameters are filled with.</param>
/// <param name="Result">What becomes of its result.</param>
/// <param name="IsBlocking">Whether it is called off the thread that received the message.</param>
/// <param name="ExceptionDepth">Of an error handler: how far its exception type is from <c>object</c>.</param>
internal sealed record HandlerModel(
    HandlerKind Kind,
    string MethodName,
    bool IsStatic,
    int ProtocolIndex,
    EquatableArray<ArgumentModel> Arguments,
    ResultModel Result,
    bool IsBlocking,
    int ExceptionDepth)
{
    /// <summary>The filters around it alone, outermost first, as indexes into the endpoint's.</summary>
    public EquatableArray<int> Filters { get; init; }

    /// <summary>What it demands of who calls it, as <c>new</c> expressions of attributes.</summary>
    public EquatableArray<string> Authorization { get; init; }

    public ArgumentModel? Payload => Arguments.FirstOrDefault(a => a.IsPayload);

    public bool NeedsScope =>
        Arguments.Any(a => a.Kind is ArgumentKind.Service or ArgumentKind.KeyedService or ArgumentKind.ServiceProvider);

    /// <summary>Whether nothing has to be awaited around the call.</summary>
    public bool IsCalledInPlace => !NeedsScope && !RunsOffThread;

    /// <summary>Whether it reads its message while that arrives.</summary>
    public bool ReadsBody => Payload?.Kind is ArgumentKind.BodyStream or ArgumentKind.BodyPipe;

    /// <summary>Whether it is called on the thread pool. To wait for bytes on the thread that receives them would be to wait forever.</summary>
    public bool RunsOffThread => IsBlocking || ReadsBody;

    /// <summary>The payload where it is read as a type; null for a raw one.</summary>
    public ArgumentModel? TypedPayload => Payload is { IsTypedPayload: true } payload ? payload : null;

    /// <summary>How its messages are told apart from others; null where it takes all of a kind. Contracts travel as JSON.</summary>
    public MessageContractModel? Contract => Payload is { Form: ArgumentKind.PayloadJson, Message: { } message } ? message.Contract : null;

    public TypeRef? Exception => Arguments.FirstOrDefault(a => a.Kind == ArgumentKind.Exception)?.Type;

    /// <summary>Whether it takes raw messages of both kinds.</summary>
    public bool TakesBoth => Kind == HandlerKind.Message && TypedPayload is null && Payload?.Form != ArgumentKind.PayloadText;

    /// <summary>Whether it takes all text messages, and no others.</summary>
    public bool TakesOnlyText =>
        Kind == HandlerKind.Text
        || (Kind == HandlerKind.Message && !TakesBoth && Contract is null && Payload?.Form != ArgumentKind.PayloadBinaryCodec);

    /// <summary>Whether it takes all binary messages, and no others.</summary>
    public bool TakesOnlyBinary => Kind == HandlerKind.Binary || Payload?.Form == ArgumentKind.PayloadBinaryCodec;
}

/// <summary>What fills a parameter.</summary>
internal enum ArgumentKind
{
    Session,
    Handshake,
    CloseStatus,
    CancellationToken,
    Exception,

    /// <summary>The session's state, a struct by reference.</summary>
    StateReference,

    /// <summary>The session's state, an object.</summary>
    StateObject,
    ServiceProvider,
    Service,
    KeyedService,
    Value,
    PayloadSpan,
    PayloadMemory,
    PayloadSequence,
    PayloadBytes,
    PayloadText,
    PayloadJson,
    PayloadTextCodec,
    PayloadBinaryCodec,

    /// <summary>All messages as a sequence; <see cref="ArgumentModel.Element"/> tells what each is read as.</summary>
    PayloadStream,

    /// <summary>One message while it arrives, as a <c>Stream</c>.</summary>
    BodyStream,

    /// <summary>One message while it arrives, as a <c>PipeReader</c>.</summary>
    BodyPipe,

    /// <summary>A class that is a typed payload or a service; <see cref="PayloadResolver"/> decides.</summary>
    Undecided,
}

/// <summary>What an undecided parameter could be besides a typed payload.</summary>
internal enum UndecidedRole
{
    /// <summary>A class: a service.</summary>
    Service,

    /// <summary>An interface or an abstract class: a service, and most likely so.</summary>
    Abstraction,

    /// <summary>A struct or an array: nothing else.</summary>
    Structure,

    /// <summary>A string, a number and the like: a value that the route template lacks.</summary>
    Value,
}

/// <summary>What fills a parameter of a handler.</summary>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Type">The parameter's type, without <c>?</c>; of a sequence, that of its elements.</param>
/// <param name="IsNullable">Whether the parameter, or an element of the sequence, takes null.</param>
/// <param name="Index">Into the endpoint's values, JSON types or codecs; -1 for none of them.</param>
/// <param name="Key">A keyed service's key, as an expression.</param>
/// <param name="Role">Of an undecided one: what else it could be.</param>
/// <param name="Element">Of a sequence: what a message is read as.</param>
internal sealed record ArgumentModel(
    ArgumentKind Kind,
    TypeRef Type,
    bool IsNullable = false,
    int Index = -1,
    string? Key = null,
    UndecidedRole Role = default,
    ArgumentKind Element = default)
{
    /// <summary>What the build knows of its type as a message; null where it is none.</summary>
    public MessageTypeModel? Message { get; init; }

    public bool IsPayload => Kind is >= ArgumentKind.PayloadSpan and <= ArgumentKind.BodyPipe;

    /// <summary>What one message is read as: of a sequence, its elements.</summary>
    public ArgumentKind Form => Kind == ArgumentKind.PayloadStream ? Element : Kind;

    /// <summary>Whether JSON or a codec turns a message into an object.</summary>
    public bool IsTypedPayload => Form is ArgumentKind.PayloadJson or ArgumentKind.PayloadTextCodec or ArgumentKind.PayloadBinaryCodec;

    /// <summary>Whether it is taken for the payload even where no context lists it, so that the diagnostic can name it.</summary>
    public bool LooksLikePayload =>
        Kind == ArgumentKind.Undecided && Role is (UndecidedRole.Service or UndecidedRole.Structure);
}

/// <summary>How a result arrives.</summary>
internal enum ResultShape
{
    Void,
    Task,
    ValueTask,
    Value,
    TaskOfValue,
    ValueTaskOfValue,
    Stream,
}

/// <summary>What a result is sent as.</summary>
internal enum ReplyKind
{
    None,
    Text,
    Bytes,
    Span,
    Json,

    /// <summary>JSON with the discriminator of <c>[Message]</c>.</summary>
    Message,
    TextCodec,
    BinaryCodec,
}

/// <summary>What becomes of a handler's result.</summary>
/// <param name="Shape">How it arrives.</param>
/// <param name="Reply">What it is sent as.</param>
/// <param name="Declared">The whole return type with its annotations; empty for no reply.</param>
/// <param name="Type">The type of a reply; null for none.</param>
/// <param name="Index">Into the endpoint's JSON types, message replies or codecs; -1 for none of them.</param>
internal sealed record ResultModel(ResultShape Shape, ReplyKind Reply, string Declared, TypeRef? Type, int Index = -1)
{
    /// <summary>What the build knows of its type as a message; null where it is none.</summary>
    public MessageTypeModel? Message { get; init; }
}
