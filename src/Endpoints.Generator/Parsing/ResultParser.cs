using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Model;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>Reads what a handler returns (WSE0033, WSE0034).</summary>
internal static class ResultParser
{
    private const string Advice =
        "return void, Task, ValueTask, or a reply: string, byte[], ReadOnlyMemory<byte>, ReadOnlySpan<byte> or a type of the " +
        "JsonSerializerContext, alone, in a Task<T> or ValueTask<T>, or as IAsyncEnumerable<T>";

    private const string StreamAdvice =
        "a handler that takes its messages as a sequence runs as long as it reads them; return Task, ValueTask, their reply, or " +
        "IAsyncEnumerable<T>";

    public static ResultModel Parse(EndpointScope scope, IMethodSymbol method, HandlerKind kind, IReadOnlyList<ArgumentModel> arguments)
    {
        var shape = ShapeOf(method, out var reply);
        if (method is { IsAsync: true, ReturnsVoid: true })
        {
            Unsupported(scope, method, "async void", "its end and its exceptions would be lost; return Task or ValueTask");
        }
        else if (reply is not null && kind is HandlerKind.Close or HandlerKind.Ping or HandlerKind.Pong)
        {
            scope.Problems.Report(
                DiagnosticDescriptors.UnsendableReply,
                SourcePlaces.OfReturnType(method, scope.CancellationToken),
                HandlerSource.NameOf(kind),
                method.Name,
                TypeNames.Short(method.ReturnType));
        }
        else if (shape is ResultShape.Void or ResultShape.Value && arguments.Any(a => a.Kind == ArgumentKind.PayloadStream))
        {
            Unsupported(scope, method, TypeNames.Short(method.ReturnType), StreamAdvice);
        }
        else if (shape is null || (reply is not null && !IsSendable(reply, shape.Value)))
        {
            Unsupported(scope, method, TypeNames.Short(method.ReturnType), Advice);
        }

        if (shape is not { } known || reply is null)
        {
            return new ResultModel(shape ?? ResultShape.Void, ReplyKind.None, "", null);
        }

        var type = TypeNames.Of(KnownTypes.WithoutNullable(reply));
        return new ResultModel(known, KindOf(reply), TypeNames.Annotated(method.ReturnType), type)
        {
            Message = KindOf(reply) == ReplyKind.Json ? MessageTypeParser.Parse(scope, reply) : null,
        };
    }

    private static ResultShape? ShapeOf(IMethodSymbol method, out ITypeSymbol? reply)
    {
        var type = method.ReturnType;
        reply = null;
        if (method.ReturnsVoid)
        {
            return ResultShape.Void;
        }

        if (method.RefKind != RefKind.None || !TypeNames.IsKnown(type))
        {
            return null;
        }

        const string Tasks = "System.Threading.Tasks";
        if (type is INamedTypeSymbol { Arity: 0 })
        {
            if (KnownTypes.Is(type, Tasks, "Task"))
            {
                return ResultShape.Task;
            }

            if (KnownTypes.Is(type, Tasks, "ValueTask"))
            {
                return ResultShape.ValueTask;
            }
        }

        reply = KnownTypes.ArgumentOf(type, Tasks, "Task");
        if (reply is not null)
        {
            return ResultShape.TaskOfValue;
        }

        reply = KnownTypes.ArgumentOf(type, Tasks, "ValueTask");
        if (reply is not null)
        {
            return ResultShape.ValueTaskOfValue;
        }

        reply = KnownTypes.ArgumentOf(type, "System.Collections.Generic", "IAsyncEnumerable");
        if (reply is not null)
        {
            return ResultShape.Stream;
        }

        reply = type;
        return ResultShape.Value;
    }

    private static bool IsSendable(ITypeSymbol reply, ResultShape shape)
    {
        if (KindOf(reply) != ReplyKind.Json)
        {
            return true;
        }

        var type = KnownTypes.WithoutNullable(reply);
        var isAsynchronous = KnownTypes.IsOrDerivesFrom(type, "System.Threading.Tasks", "Task")
            || KnownTypes.Is(type.OriginalDefinition, "System.Threading.Tasks", "ValueTask")
            || KnownTypes.Is(type.OriginalDefinition, "System.Collections.Generic", "IAsyncEnumerable");
        var isAwaitable = isAsynchronous || (shape == ResultShape.Value && HasAwaiter(type));
        return !isAwaitable && !KnownTypes.IsOpaque(type);
    }

    private static bool HasAwaiter(ITypeSymbol type) =>
        type.GetMembers("GetAwaiter").OfType<IMethodSymbol>().Any(m => m.Parameters.IsEmpty);

    private static ReplyKind KindOf(ITypeSymbol reply) =>
        reply.SpecialType == SpecialType.System_String ? ReplyKind.Text
        : KnownTypes.IsBytes(reply, "System", "ReadOnlySpan") ? ReplyKind.Span
        : KnownTypes.IsByteArray(reply) ? ReplyKind.Bytes
        : KnownTypes.IsBytes(KnownTypes.WithoutNullable(reply), "System", "ReadOnlyMemory") ? ReplyKind.Bytes
        : ReplyKind.Json;

    private static void Unsupported(EndpointScope scope, IMethodSymbol method, string type, string advice) =>
        scope.Problems.Report(
            DiagnosticDescriptors.UnsupportedReturnType,
            SourcePlaces.OfReturnType(method, scope.CancellationToken),
            method.Name,
            type,
            advice);
}
