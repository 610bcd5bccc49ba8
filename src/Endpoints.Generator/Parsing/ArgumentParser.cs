using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Model;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>
/// Decides what fills the parameters of one handler: first by attribute, then by type, then by the route template's names, then as the
/// message, then as a service.
/// </summary>
internal sealed class ArgumentParser(EndpointScope scope, IMethodSymbol method, HandlerKind kind)
{
    private IParameterSymbol? _payload;

    private bool TakesMessages => kind is HandlerKind.Text or HandlerKind.Binary or HandlerKind.Message;

    public List<ArgumentModel> Parse()
    {
        List<ArgumentModel> arguments = [];
        foreach (var parameter in method.Parameters)
        {
            if (Parse(parameter) is { } argument)
            {
                arguments.Add(argument);
            }
        }

        return arguments;
    }

    private ArgumentModel? Parse(IParameterSymbol parameter)
    {
        if (StateParser.IsState(parameter))
        {
            return StateParser.Parse(scope, method, parameter);
        }

        if (parameter.RefKind is not (RefKind.None or RefKind.In) || !TypeNames.IsKnown(parameter.Type))
        {
            return Unsupported(parameter);
        }

        return ParseAttributes(parameter) ?? ParseType(parameter);
    }

    private ArgumentModel? ParseAttributes(IParameterSymbol parameter)
    {
        foreach (var attribute in parameter.GetAttributes())
        {
            if (KnownTypes.Is(attribute.AttributeClass, "Microsoft.Extensions.DependencyInjection", "FromKeyedServicesAttribute"))
            {
                var key = attribute.ConstructorArguments.Length == 1 ? ConstantExpressions.Of(attribute.ConstructorArguments[0]) : null;
                return new ArgumentModel(
                    ArgumentKind.KeyedService, TypeNames.Of(parameter.Type), IsNullable(parameter), Key: key ?? "null");
            }

            if (attribute.AttributeClass is not { } attributeClass
                || !(KnownTypes.Is(attributeClass, "Endpoints", attributeClass.Name)
                    || KnownTypes.Is(attributeClass, "Microsoft.AspNetCore.Mvc", attributeClass.Name)))
            {
                continue;
            }

            var name = KnownTypes.Argument(attribute, "Name")?.Value as string ?? parameter.Name;
            switch (attributeClass.Name)
            {
                case "FromServicesAttribute":
                    return Service(parameter);
                case "FromRouteAttribute":
                    return ValueParser.ParseRoute(scope, method, parameter, name) ?? Nothing(parameter);
                case "FromQueryAttribute":
                    return ValueParser.Parse(scope, parameter, ValueSource.Query, name) ?? Nothing(parameter);
                case "FromHeaderAttribute":
                    return ValueParser.Parse(scope, parameter, ValueSource.Header, name) ?? Nothing(parameter);
                default:
                    break;
            }
        }

        return null;
    }

    private ArgumentModel? ParseType(IParameterSymbol parameter)
    {
        var type = parameter.Type;
        if (KnownTypes.Is(type, "Endpoints", "WebSocketSession"))
        {
            return Of(ArgumentKind.Session, parameter);
        }

        if (KnownTypes.Is(type, "Endpoints", "WebSocketHandshake"))
        {
            return Of(ArgumentKind.Handshake, parameter);
        }

        if (KnownTypes.Is(type, "System.Threading", "CancellationToken"))
        {
            return Of(ArgumentKind.CancellationToken, parameter);
        }

        if (KnownTypes.Is(type, "System", "IServiceProvider"))
        {
            return Of(ArgumentKind.ServiceProvider, parameter);
        }

        if (KnownTypes.Is(type, "Endpoints", "CloseStatus"))
        {
            return kind == HandlerKind.Close ? Of(ArgumentKind.CloseStatus, parameter) : Unsupported(parameter);
        }

        if (KnownTypes.IsOrDerivesFrom(type, "System", "Exception"))
        {
            return kind == HandlerKind.Error ? Of(ArgumentKind.Exception, parameter) : Unsupported(parameter);
        }

        if (KnownTypes.ArgumentOf(type, "System.Collections.Generic", "IAsyncEnumerable") is { } element)
        {
            return ParseStream(parameter, element);
        }

        if (BodyKind(type) is { } body)
        {
            var objection = TakesMessages ? null : "there is no message there that could be read while it arrives";
            return Accept(parameter, objection) && !ContradictsConcurrency(parameter, "the bytes of a message")
                ? Of(body, parameter)
                : null;
        }

        var payload = RawPayloadKind(type);
        if (scope.Route.FindParameter(parameter.Name) is not null && payload is null or ArgumentKind.PayloadText)
        {
            if (kind == HandlerKind.Message ? ValueParser.IsValue(type) : ValueParser.MayBeValue(scope, type))
            {
                return ValueParser.ParseRoute(scope, method, parameter, parameter.Name);
            }

            if (kind != HandlerKind.Message && type is { IsAbstract: false })
            {
                return ValueParser.NotParsable(scope, parameter, ValueSource.Route);
            }
        }

        return payload is { } raw && (TakesMessages || raw != ArgumentKind.PayloadText || kind is HandlerKind.Ping or HandlerKind.Pong)
            ? ParsePayload(parameter, raw)
            : ParseRest(parameter);
    }

    private ArgumentModel? ParseStream(IParameterSymbol parameter, ITypeSymbol element)
    {
        var message = RawPayloadKind(element);
        var reason = kind switch
        {
            _ when !TakesMessages => "there is no sequence of messages there",
            HandlerKind.Binary when message is not (ArgumentKind.PayloadMemory or ArgumentKind.PayloadBytes) =>
                "a sequence of binary messages is one of ReadOnlyMemory<byte> or byte[]",
            HandlerKind.Text when message is not (ArgumentKind.PayloadMemory or ArgumentKind.PayloadBytes or ArgumentKind.PayloadText) =>
                "a sequence of text messages is one of string, ReadOnlyMemory<byte> or byte[]; typed ones are for [OnMessage]",
            HandlerKind.Message when message is ArgumentKind.PayloadSequence || KnownTypes.IsOpaque(element) =>
                "a sequence of messages is one of a type of the JsonSerializerContext, string, ReadOnlyMemory<byte> or byte[]",
            _ => null,
        };
        if (!Accept(parameter, reason) || ContradictsConcurrency(parameter, "all messages"))
        {
            return null;
        }

        return new ArgumentModel(
            ArgumentKind.PayloadStream,
            TypeNames.Of(element),
            element.NullableAnnotation == NullableAnnotation.Annotated,
            Element: message ?? ArgumentKind.Undecided)
        {
            Message = message is null ? MessageTypeParser.Parse(scope, element) : null,
        };
    }

    private static ArgumentKind? BodyKind(ITypeSymbol type) =>
        KnownTypes.Is(type, "System.IO", "Stream") ? ArgumentKind.BodyStream
        : KnownTypes.Is(type, "System.IO.Pipelines", "PipeReader") ? ArgumentKind.BodyPipe
        : null;

    private static ArgumentKind? RawPayloadKind(ITypeSymbol type) =>
        KnownTypes.IsBytes(type, "System", "ReadOnlySpan") ? ArgumentKind.PayloadSpan
        : KnownTypes.IsBytes(type, "System", "ReadOnlyMemory") ? ArgumentKind.PayloadMemory
        : KnownTypes.IsBytes(type, "System.Buffers", "ReadOnlySequence") ? ArgumentKind.PayloadSequence
        : KnownTypes.IsByteArray(type) ? ArgumentKind.PayloadBytes
        : type.SpecialType == SpecialType.System_String ? ArgumentKind.PayloadText
        : null;

    private ArgumentModel? ParsePayload(IParameterSymbol parameter, ArgumentKind payload)
    {
        if (!Accept(parameter, WrongPayload(payload)))
        {
            return null;
        }

        var isAsynchronous = method.IsAsync
            || KnownTypes.ArgumentOf(method.ReturnType, "System.Collections.Generic", "IAsyncEnumerable") is not null;
        if (payload == ArgumentKind.PayloadSpan && isAsynchronous)
        {
            scope.Problems.Report(
                DiagnosticDescriptors.SpanInAsyncHandler,
                Place(parameter),
                parameter.Name,
                method.Name,
                TypeNames.Short(parameter.Type),
                "ReadOnlyMemory<byte>");
        }

        return Of(payload, parameter);
    }

    // What takes messages piece by piece takes them one after the other (WSE0039).
    private bool ContradictsConcurrency(IParameterSymbol parameter, string what)
    {
        if (KnownTypes.Argument(scope.Attribute, "MaxConcurrency")?.Value is not (int limit and > 1))
        {
            return false;
        }

        scope.Problems.Report(
            DiagnosticDescriptors.StreamOfParallelEndpoint, Place(parameter), parameter.Name, method.Name, what, limit);
        return true;
    }

    // Takes a parameter for the message, if there is nothing against it and no other one.
    private bool Accept(IParameterSymbol parameter, string? objection)
    {
        if (objection is not null)
        {
            scope.Problems.Report(
                DiagnosticDescriptors.WrongMessageParameter,
                Place(parameter),
                parameter.Name,
                HandlerSource.NameOf(kind),
                method.Name,
                objection);
            return false;
        }

        if (_payload is not null)
        {
            scope.Problems.Report(
                DiagnosticDescriptors.SeveralMessageParameters, Place(parameter), method.Name, _payload.Name, parameter.Name);
            return false;
        }

        _payload = parameter;
        return true;
    }

    private string? WrongPayload(ArgumentKind payload) => kind switch
    {
        HandlerKind.Open or HandlerKind.Close or HandlerKind.Error => "there is no message there",
        HandlerKind.Binary when payload == ArgumentKind.PayloadText =>
            "binary messages are no text; take ReadOnlySpan<byte>, or use [OnText]",
        HandlerKind.Ping or HandlerKind.Pong when payload is ArgumentKind.PayloadText or ArgumentKind.PayloadSequence =>
            "the payload of a ping or pong is ReadOnlySpan<byte>, ReadOnlyMemory<byte> or byte[]",
        _ => null,
    };

    private ArgumentModel? ParseRest(IParameterSymbol parameter)
    {
        var type = parameter.Type;
        if (type.TypeKind == TypeKind.Interface || type is { IsReferenceType: true, IsAbstract: true })
        {
            // The base of a polymorphic contract is abstract, too: it is told by the context that lists it, or by its attributes.
            return kind != HandlerKind.Message ? Service(parameter)
                : Undecided(parameter, KnownTypes.IsPolymorphicContract(type) ? UndecidedRole.Service : UndecidedRole.Abstraction);
        }

        if (KnownTypes.IsOpaque(type))
        {
            return Unsupported(parameter);
        }

        var isValue = ValueParser.IsValue(type) && type is { IsReferenceType: false } or { SpecialType: SpecialType.System_String };
        if (isValue && kind != HandlerKind.Message)
        {
            return ValueParser.NotInTemplate(scope, method, parameter, parameter.Name);
        }

        if (type.TypeKind == TypeKind.Class || TakesMessages)
        {
            var role = isValue ? UndecidedRole.Value
                : type.TypeKind == TypeKind.Class ? UndecidedRole.Service
                : UndecidedRole.Structure;
            return Undecided(parameter, role);
        }

        return Unsupported(parameter);
    }

    private ArgumentModel? Unsupported(IParameterSymbol parameter)
    {
        scope.Problems.Report(
            DiagnosticDescriptors.UnsupportedParameter,
            Place(parameter),
            parameter.Name,
            method.Name,
            TypeNames.Short(parameter.Type),
            LegalTypes(kind));
        return null;
    }

    /// <summary>What a handler of a kind may take, for messages.</summary>
    public static string LegalTypes(HandlerKind kind)
    {
        const string Common =
            "WebSocketSession, WebSocketHandshake, CancellationToken, a value of the route, the query or a header, a service, or the state of " +
            "a singleton's session: a struct by ref or ref readonly, or a class with [SessionState] by value";
        const string Bytes = "ReadOnlySpan<byte>, ReadOnlyMemory<byte>, ReadOnlySequence<byte>, byte[], ";
        const string All = "an IAsyncEnumerable<T> of them, Stream, PipeReader, ";
        return kind switch
        {
            HandlerKind.Text => Bytes + "string, " + All + Common,
            HandlerKind.Binary => Bytes + All + Common,
            HandlerKind.Message => "a type of the JsonSerializerContext, " + Bytes + "string, " + All + Common,
            HandlerKind.Ping or HandlerKind.Pong => "ReadOnlySpan<byte>, ReadOnlyMemory<byte>, byte[], " + Common,
            HandlerKind.Close => "CloseStatus, " + Common,
            HandlerKind.Error => "an exception, " + Common,
            _ => Common,
        };
    }

    private static ArgumentModel Service(IParameterSymbol parameter) =>
        new(ArgumentKind.Service, TypeNames.Of(parameter.Type), IsNullable(parameter));

    private ArgumentModel Undecided(IParameterSymbol parameter, UndecidedRole role) =>
        new(ArgumentKind.Undecided, TypeNames.Of(parameter.Type), IsNullable(parameter), Role: role)
        {
            Message = kind == HandlerKind.Message ? MessageTypeParser.Parse(scope, parameter.Type) : null,
        };

    private static ArgumentModel Of(ArgumentKind argument, IParameterSymbol parameter) =>
        new(argument, TypeNames.Of(parameter.Type), IsNullable(parameter));

    // Stands in for an argument whose problem has been reported, so that no further one is.
    private static ArgumentModel Nothing(IParameterSymbol parameter) => new(ArgumentKind.Service, TypeNames.Of(parameter.Type));

    private static bool IsNullable(IParameterSymbol parameter) =>
        parameter.NullableAnnotation == NullableAnnotation.Annotated
        || parameter is { HasExplicitDefaultValue: true, ExplicitDefaultValue: null };

    private Location Place(IParameterSymbol parameter) => SourcePlaces.OfParameter(parameter, scope.CancellationToken);
}
