using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Model;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>Reads <c>[UseFilter]</c> of the assembly, of the class and its bases, and of handlers (WSE0066).</summary>
internal static class FilterParser
{
    private const string SurroundedHandlers = "filters surround [OnOpen], [OnText], [OnBinary] and [OnMessage]";

    /// <summary>The filters around all handlers of the endpoint, outermost first, as indexes into the scope's.</summary>
    public static EquatableArray<int> ParseEndpoint(EndpointScope scope)
    {
        List<(int Level, int Order, int Filter)> chain = [];
        Add(scope.Type.ContainingAssembly, int.MinValue);
        var level = 0;
        for (var type = scope.Type; type is not null; type = type.BaseType)
        {
            Add(type, level--);
        }

        // OrderBy is stable: what is declared first stays first.
        return new EquatableArray<int>(chain.OrderBy(f => f.Level == int.MinValue ? 0 : 1).ThenBy(f => f.Order).ThenBy(f => f.Level).Select(f => f.Filter));

        void Add(ISymbol symbol, int level)
        {
            foreach (var attribute in AttributesOf(symbol))
            {
                if (Parse(scope, attribute) is { } filter)
                {
                    if (filter is { Open: FilterCall.None, Message: FilterCall.None })
                    {
                        Report(scope, attribute, filter.Type.ShortName, "it implements neither OnOpenAsync nor OnMessageAsync");
                    }

                    chain.Add((level, OrderOf(attribute), scope.AddFilter(filter)));
                }
            }
        }
    }

    /// <summary>The filters around one handler, outermost first.</summary>
    public static EquatableArray<int> ParseHandler(EndpointScope scope, IMethodSymbol method, HandlerKind kind)
    {
        List<(int Order, int Filter)> chain = [];
        foreach (var attribute in OfOverridden(method))
        {
            if (Parse(scope, attribute) is not { } filter)
            {
                continue;
            }

            if (kind is HandlerKind.Ping or HandlerKind.Pong or HandlerKind.Close or HandlerKind.Error)
            {
                Report(scope, attribute, filter.Type.ShortName, $"[{HandlerSource.NameOf(kind)}] handler '{method.Name}' runs without; {SurroundedHandlers}");
            }
            else if ((kind == HandlerKind.Open ? filter.Open : filter.Message) == FilterCall.None)
            {
                var missing = kind == HandlerKind.Open ? "OnOpenAsync" : "OnMessageAsync";
                Report(scope, attribute, filter.Type.ShortName, $"it does nothing around '{method.Name}', for it does not implement {missing}");
            }

            chain.Add((OrderOf(attribute), scope.AddFilter(filter)));
        }

        return new EquatableArray<int>(chain.OrderBy(f => f.Order).Select(f => f.Filter));
    }

    /// <summary>Reports filters of methods that are no handlers: they would never run.</summary>
    public static void CheckPlacement(EndpointScope scope, IEnumerable<HandlerSource> handlers)
    {
        foreach (var method in scope.Type.GetMembers().OfType<IMethodSymbol>())
        {
            if (AttributesOf(method).FirstOrDefault() is { } attribute
                && !handlers.Any(h => SymbolEqualityComparer.Default.Equals(h.Method, method)))
            {
                Report(
                    scope,
                    attribute,
                    TypeNames.Short(attribute.AttributeClass!.TypeArguments[0]),
                    $"'{method.Name}' is no handler, so that it would never run; {SurroundedHandlers}");
            }
        }
    }

    /// <summary>Reports filters of messages that a handler reads while they arrive: there is no message yet that a filter could see.</summary>
    public static void CheckBodies(EndpointScope scope, EquatableArray<int> filters, IEnumerable<HandlerSource> handlers)
    {
        foreach (var handler in handlers.Where(h => h.Model.ReadsBody))
        {
            foreach (var index in filters.Concat(handler.Model.Filters))
            {
                if (scope.Filters[index].Message != FilterCall.None)
                {
                    scope.Problems.Report(
                        DiagnosticDescriptors.FilterNotUsable,
                        SourcePlaces.OfIdentifier(handler.Method),
                        scope.Filters[index].Type.ShortName,
                        $"'{handler.Method.Name}' reads its message while it arrives, and a filter of messages sees whole ones; take the message as ReadOnlyMemory<byte>");
                }
            }
        }
    }

    // Those of a method that it overrides come first: what was refused stays so.
    private static IEnumerable<AttributeData> OfOverridden(IMethodSymbol method) =>
        method.OverriddenMethod is { } overridden ? OfOverridden(overridden).Concat(AttributesOf(method)) : AttributesOf(method);

    private static IEnumerable<AttributeData> AttributesOf(ISymbol symbol) =>
        symbol.GetAttributes().Where(a => a.AttributeClass is { Arity: 1 } type && KnownTypes.Is(type, "Endpoints", "UseFilterAttribute"));

    private static FilterModel? Parse(EndpointScope scope, AttributeData attribute)
    {
        // Whatever else is written there does not compile.
        if (attribute.AttributeClass!.TypeArguments[0] is not INamedTypeSymbol { TypeKind: TypeKind.Class } type
            || type.AllInterfaces.FirstOrDefault(i => KnownTypes.Is(i, "Endpoints", "IWebSocketFilter")) is not { } contract)
        {
            return null;
        }

        var isSingleton = KnownTypes.Argument(attribute, "Lifetime")?.Value is not 0;
        var constructor = ConstructorParser.Find(type);
        if (FindObstacle(scope, type, constructor) is { } obstacle)
        {
            Report(scope, attribute, TypeNames.Short(type), obstacle);
            return null;
        }

        List<ConstructorArgumentModel> arguments = [];
        foreach (var parameter in constructor!.Parameters)
        {
            if (ConstructorParser.ParseParameter(parameter, isSingleton) is not { } argument)
            {
                var why = KnownTypes.Is(parameter.Type, "Endpoints", "WebSocketHandshake")
                    ? "is there with a session only; set Lifetime = EndpointLifetime.Session"
                    : "is no service";
                Report(
                    scope, attribute, TypeNames.Short(type), $"its constructor's '{parameter.Name}', a '{TypeNames.Short(parameter.Type)}', {why}");
                return null;
            }

            arguments.Add(argument);
        }

        if (!IsReachable(type))
        {
            scope.HiddenFilter ??= type.Name;
        }

        return new FilterModel(
            TypeNames.Of(type),
            isSingleton,
            new EquatableArray<ConstructorArgumentModel>(arguments),
            CallOf(type, contract, "OnOpenAsync"),
            CallOf(type, contract, "OnMessageAsync"),
            isSingleton ? DisposalKind.None : EndpointTypeParser.DisposalOf(type));
    }

    private static FilterCall CallOf(INamedTypeSymbol type, INamedTypeSymbol contract, string name)
    {
        var method = contract.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault();
        var implementation = method is null ? null : type.FindImplementationForInterfaceMember(method) as IMethodSymbol;
        return implementation is null || SymbolEqualityComparer.Default.Equals(implementation.ContainingType, contract) ? FilterCall.None
            : implementation is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, ContainingType.TypeKind: TypeKind.Class }
                ? FilterCall.Direct
                : FilterCall.ThroughInterface;
    }

    private static string? FindObstacle(EndpointScope scope, INamedTypeSymbol type, IMethodSymbol? constructor)
    {
        if (type.IsAbstract)
        {
            return "it is abstract";
        }

        if (type.IsFileLocal)
        {
            return "it is file-local";
        }

        var isOwn = SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, scope.Type.ContainingAssembly);
        if (constructor is null
            || !(isOwn ? KnownTypes.IsVisible(constructor) : constructor.DeclaredAccessibility == Accessibility.Public))
        {
            return "it has no constructor that can be called";
        }

        return EndpointTypeParser.HasRequiredMembers(type)
            && KnownTypes.FindAttribute(constructor, "System.Diagnostics.CodeAnalysis", "SetsRequiredMembersAttribute") is null
                ? "it has required members, which its constructor does not set"
                : null;
    }

    private static bool IsReachable(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (!KnownTypes.IsVisible(current))
            {
                return false;
            }
        }

        return true;
    }

    private static int OrderOf(AttributeData attribute) => KnownTypes.Argument(attribute, "Order")?.Value as int? ?? 0;

    // An attribute of another assembly has no place in this source; the endpoint that it meets has.
    private static void Report(EndpointScope scope, AttributeData attribute, string filter, string reason)
    {
        var place = attribute.ApplicationSyntaxReference is null
            ? SourcePlaces.OfIdentifier(scope.Type)
            : SourcePlaces.OfAttribute(attribute, scope.CancellationToken);
        scope.Problems.Report(DiagnosticDescriptors.FilterNotUsable, place, filter, reason);
    }
}
