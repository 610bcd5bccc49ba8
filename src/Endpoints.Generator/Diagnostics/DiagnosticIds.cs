namespace Endpoints.Generator.Diagnostics;

/// <summary>The ids of all diagnostics. An id is never used again for another rule, nor renumbered.</summary>
internal static class DiagnosticIds
{
    public const string TypeNotPartial = "WSE0001";
    public const string TypeNotInstantiable = "WSE0002";
    public const string NoHandler = "WSE0003";
    public const string DuplicateHandler = "WSE0004";
    public const string HandlerOutsideEndpoint = "WSE0005";
    public const string ServerAndClientEndpoint = "WSE0006";
    public const string InheritedHandlerNotRun = "WSE0007";
    public const string EndpointsNotMapped = "WSE0008";
    public const string LibraryWithoutTable = "WSE0009";

    public const string InvalidPath = "WSE0010";
    public const string DuplicatePath = "WSE0011";
    public const string AmbiguousPath = "WSE0012";
    public const string UnreachablePath = "WSE0013";
    public const string UnsupportedTemplate = "WSE0014";
    public const string ParameterNotInTemplate = "WSE0015";
    public const string ParameterNotParsable = "WSE0016";
    public const string OptionalParameterNotNullable = "WSE0017";
    public const string UnsupportedConstraint = "WSE0018";
    public const string PathMappedForGet = "WSE0019";

    public const string InvalidSubprotocol = "WSE0020";
    public const string DuplicateSubprotocol = "WSE0021";
    public const string SubprotocolFraming = "WSE0022";
    public const string SubprotocolNotOffered = "WSE0023";
    public const string SubprotocolNotServed = "WSE0024";

    public const string EmptyCondition = "WSE0026";
    public const string InvalidConditionType = "WSE0027";
    public const string ConditionOutsideEndpoint = "WSE0028";
    public const string EndpointNotAsDeclared = "WSE0029";

    public const string UnsupportedParameter = "WSE0030";
    public const string SeveralMessageParameters = "WSE0031";
    public const string WrongMessageParameter = "WSE0032";
    public const string UnsupportedReturnType = "WSE0033";
    public const string UnsendableReply = "WSE0034";
    public const string InvalidErrorHandler = "WSE0035";
    public const string SpanInAsyncHandler = "WSE0036";
    public const string UnawaitedSend = "WSE0037";
    public const string StreamNotCancellable = "WSE0038";
    public const string StreamOfParallelEndpoint = "WSE0039";

    public const string PayloadNotSerializable = "WSE0040";
    public const string PayloadNotReadable = "WSE0041";
    public const string InvalidDiscriminator = "WSE0042";
    public const string UnhandledContract = "WSE0043";
    public const string UnfitCodec = "WSE0044";
    public const string UntypedPayload = "WSE0045";
    public const string CodecProtocolNotOffered = "WSE0046";
    public const string EmptyDiscriminator = "WSE0047";
    public const string SettingWithoutEffect = "WSE0048";
    public const string UnusedCodec = "WSE0049";

    public const string PayloadRetained = "WSE0051";
    public const string SharedFieldWritten = "WSE0052";
    public const string ContextHeld = "WSE0053";
    public const string OwnEndAwaited = "WSE0054";
    public const string AttributeWithoutEffect = "WSE0055";
    public const string SequentialBroadcast = "WSE0056";
    public const string StateInAsyncHandler = "WSE0057";
    public const string SeveralStates = "WSE0058";
    public const string StateWithoutSingleton = "WSE0059";

    public const string BlockingCall = "WSE0050";

    public const string AnyOriginWithCookies = "WSE0060";
    public const string InvalidOrigin = "WSE0061";

    public const string NothingAboutAuthorization = "WSE0062";
    public const string AuthorizationLifted = "WSE0063";
    public const string TokenInQuery = "WSE0064";
    public const string FilterNotUsable = "WSE0066";
    public const string AuthorizationNotChecked = "WSE0067";
    public const string PayloadNotValidatable = "WSE0068";
    public const string StateNotCreatable = "WSE0069";

    public const string InvalidLimit = "WSE0070";
    public const string UnreadableMessageKey = "WSE0071";
    public const string PolicyWithoutKeys = "WSE0072";
    public const string UnsendableCloseStatus = "WSE0073";
    public const string OversizedControlPayload = "WSE0074";
    public const string InvalidRateLimit = "WSE0075";
}
