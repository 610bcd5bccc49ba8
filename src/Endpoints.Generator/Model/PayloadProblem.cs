namespace Endpoints.Generator.Model;

/// <summary>What is wrong with the payloads of a handler, or with the handlers of a sub-protocol.</summary>
internal enum PayloadProblemKind
{
    /// <summary>More than one parameter could be the message.</summary>
    SeveralPayloads,

    /// <summary>A parameter is neither a payload nor a service; <see cref="ArgumentModel.Role"/> tells what it looks like.</summary>
    NotAService,

    /// <summary>A typed payload on a handler of raw ones.</summary>
    TypedPayloadOnRawHandler,

    /// <summary>No context lists the type.</summary>
    NoContext,

    /// <summary>None of the codecs reads and writes the type.</summary>
    NoCodec,

    /// <summary>The type has a rule that emitted code cannot check; the detail says which.</summary>
    NotValidatable,

    /// <summary>Two handlers want the same messages; the detail says which.</summary>
    DuplicateHandler,

    /// <summary>A payload cannot be told apart from those of other handlers; the detail says why.</summary>
    Discriminator,

    /// <summary>No handler takes a contract of a polymorphic base, and none takes the rest.</summary>
    UnhandledContract,

    /// <summary>No handler uses a codec; <see cref="PayloadProblem.Other"/> is its index.</summary>
    UnusedCodec,

    /// <summary>A payload of no particular shape.</summary>
    UntypedPayload,

    /// <summary>No handler takes the messages of a sub-protocol.</summary>
    UnservedProtocol,

    /// <summary>No handler takes the kind of messages that a registered sub-protocol sends; the detail is that kind.</summary>
    ProtocolFraming,
}

/// <summary>A problem that is found without symbols.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Handler">The handler's index; -1 for the whole endpoint.</param>
/// <param name="Argument">The parameter's index; -1 for the result or the method.</param>
/// <param name="Type">The type in question; null for none.</param>
internal sealed record PayloadProblem(PayloadProblemKind Kind, int Handler, int Argument, TypeRef? Type)
{
    /// <summary>The handler that was there before, or the codec in question; -1 for none.</summary>
    public int Other { get; init; } = -1;

    /// <summary>The sub-protocol in question, as an index into the endpoint's list; -1 for none.</summary>
    public int Protocol { get; init; } = -1;

    /// <summary>What the kind alone does not say, for the message.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Whether the endpoint is left out for it.</summary>
    public bool IsError => Kind < PayloadProblemKind.UnhandledContract;
}
