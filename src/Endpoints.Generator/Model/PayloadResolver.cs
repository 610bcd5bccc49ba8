using Endpoints.Grammar;

namespace Endpoints.Generator.Model;

/// <summary>What the payloads of a handler lack.</summary>
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

    /// <summary>It has a rule that emitted code cannot check.</summary>
    NotValidatable,
}

/// <summary>A problem with a payload.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Handler">The handler's index.</param>
/// <param name="Argument">The parameter's index; -1 for the result.</param>
/// <param name="Type">The type in question.</param>
/// <param name="Detail">What is wrong with it, where the kind does not say so.</param>
internal sealed record PayloadProblem(PayloadProblemKind Kind, int Handler, int Argument, TypeRef Type, string? Detail = null);

/// <summary>
/// Decides which parameters are typed payloads and which context reads and writes them: the step that needs the project's contexts,
/// which are not at hand while a class is parsed.
/// </summary>
internal static class PayloadResolver
{
    /// <summary>The endpoint with its payloads decided; null when it cannot be emitted.</summary>
    public static EndpointModel? Resolve(EndpointModel endpoint, EquatableArray<JsonContextModel> contexts) =>
        Resolve(endpoint, contexts, problems: null);

    public static EndpointModel? Resolve(
        EndpointModel endpoint, EquatableArray<JsonContextModel> contexts, List<PayloadProblem>? problems)
    {
        problems ??= [];
        var types = new JsonTypeList(endpoint.JsonContext, contexts);
        var handlers = new HandlerModel[endpoint.Handlers.Count];
        for (var i = 0; i < handlers.Length; i++)
        {
            handlers[i] = ResolveHandler(endpoint.Handlers[i], i, types, problems);
            AddValidationProblems(endpoint.Validation, handlers[i], i, problems);
        }

        return problems.Count > 0
            ? null
            : endpoint with { Handlers = new EquatableArray<HandlerModel>(handlers), JsonTypes = types.ToArray() };
    }

    private static HandlerModel ResolveHandler(HandlerModel handler, int index, JsonTypeList types, List<PayloadProblem> problems)
    {
        var payload = FindPayload(handler, types);
        var arguments = new ArgumentModel[handler.Arguments.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            var argument = handler.Arguments[i];
            arguments[i] = argument.Kind == ArgumentKind.Undecided
                ? Decide(handler, argument, i == payload, new Place(index, i), types, problems)
                : argument;
        }

        var result = handler.Result;
        if (result is { Reply: ReplyKind.Json, Type: { } type })
        {
            var json = types.Find(type);
            if (json < 0)
            {
                problems.Add(new PayloadProblem(PayloadProblemKind.NoContext, index, -1, type));
            }

            result = result with { JsonIndex = json };
        }

        return handler with { Arguments = new EquatableArray<ArgumentModel>(arguments), Result = result };
    }

    private static void AddValidationProblems(ValidationModel? validation, HandlerModel handler, int index, List<PayloadProblem> problems)
    {
        for (var i = 0; validation is not null && i < handler.Arguments.Count; i++)
        {
            var argument = handler.Arguments[i];
            if (argument.Kind == ArgumentKind.PayloadJson && validation.Find(argument.Type)?.Obstacle is { } obstacle)
            {
                problems.Add(new PayloadProblem(PayloadProblemKind.NotValidatable, index, i, argument.Type, obstacle));
            }
        }
    }

    // A listed type is the payload; where none is listed, the first that is left, so that the diagnostic can name it.
    private static int FindPayload(HandlerModel handler, JsonTypeList types)
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

            if (types.Knows(handler.Arguments[i].Type))
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

    private static ArgumentModel Decide(
        HandlerModel handler, ArgumentModel argument, bool isPayload, Place place, JsonTypeList types, List<PayloadProblem> problems)
    {
        if (isPayload)
        {
            var json = types.Find(argument.Type);
            if (json < 0)
            {
                problems.Add(new PayloadProblem(PayloadProblemKind.NoContext, place.Handler, place.Argument, argument.Type));
            }

            return argument with { Kind = ArgumentKind.PayloadJson, Index = json };
        }

        var isListed = types.Knows(argument.Type);
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

        return argument with { Kind = ArgumentKind.Service };
    }

    private readonly record struct Place(int Handler, int Argument);

    /// <summary>The JSON types of one endpoint, each with the context that knows it.</summary>
    private sealed class JsonTypeList(JsonContextModel? named, EquatableArray<JsonContextModel> contexts)
    {
        private readonly List<JsonTypeModel> _types = [];

        public bool Knows(TypeRef type) => FindContext(type) is not null;

        public int Find(TypeRef type)
        {
            if (FindContext(type) is not { } context)
            {
                return -1;
            }

            var index = _types.FindIndex(t => t.Type.Annotated == type.Annotated);
            if (index < 0)
            {
                index = _types.Count;
                _types.Add(new JsonTypeModel(type, context));
            }

            return index;
        }

        public EquatableArray<JsonTypeModel> ToArray() => new(_types);

        // The contexts come in ordinal order, so the choice does not depend on the order of files.
        private string? FindContext(TypeRef type) =>
            named is not null
                ? named.Lists(type.Name) ? named.Name : null
                : contexts.FirstOrDefault(c => c.Lists(type.Name))?.Name;
    }
}
