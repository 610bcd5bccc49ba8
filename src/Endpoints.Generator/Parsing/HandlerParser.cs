using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Model;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>Finds the handler methods of an endpoint class.</summary>
internal static class HandlerParser
{
    public static List<HandlerSource> ParseAll(EndpointScope scope)
    {
        List<HandlerSource> handlers = [];
        var found = 0;
        foreach (var method in scope.Type.GetMembers().OfType<IMethodSymbol>())
        {
            if (method.MethodKind != MethodKind.Ordinary)
            {
                continue;
            }

            foreach (var attribute in method.GetAttributes())
            {
                if (KindOf(attribute) is { } kind)
                {
                    found++;
                    handlers.Add(new HandlerSource(method, attribute, Parse(scope, method, attribute, kind)));
                }
            }
        }

        if (found == 0)
        {
            scope.Problems.Report(
                DiagnosticDescriptors.NoHandler, SourcePlaces.OfIdentifier(scope.Type), TypeNames.Short(scope.Type));
        }

        HandlerConflicts.Report(scope, handlers);
        return handlers;
    }

    private static HandlerModel Parse(EndpointScope scope, IMethodSymbol method, AttributeData attribute, HandlerKind kind)
    {
        foreach (var typeParameter in method.TypeParameters)
        {
            scope.Problems.Report(
                DiagnosticDescriptors.UnsupportedParameter,
                SourcePlaces.OfIdentifier(typeParameter),
                typeParameter.Name,
                method.Name,
                "type parameter",
                "a type that is known at build time");
        }

        var arguments = new ArgumentParser(scope, method, kind).Parse();
        if (kind == HandlerKind.Message && scope.Validation is { } validation)
        {
            AddPayloads(validation, method, arguments);
        }

        var exception = method.Parameters.FirstOrDefault(p => KnownTypes.IsOrDerivesFrom(p.Type, "System", "Exception"));
        return new HandlerModel(
            kind,
            TypeNames.Simple(method),
            method.IsStatic,
            ReadProtocol(scope, method, attribute),
            new EquatableArray<ArgumentModel>(arguments),
            ResultParser.Parse(scope, method, kind, arguments),
            IsBlocking(scope, method),
            exception is null ? 0 : DepthOf(exception.Type))
        {
            Filters = FilterParser.ParseHandler(scope, method, kind),
            Authorization = AuthorizationParser.Parse(scope, method, kind),
        };
    }

    // Which of them is the payload is decided where the project's JSON contexts are known.
    private static void AddPayloads(ValidationParser validation, IMethodSymbol method, List<ArgumentModel> arguments)
    {
        foreach (var parameter in method.Parameters)
        {
            var type = KnownTypes.ArgumentOf(parameter.Type, "System.Collections.Generic", "IAsyncEnumerable") ?? parameter.Type;
            var name = TypeNames.Of(type).Name;
            if (arguments.Any(a => a.Form == ArgumentKind.Undecided && a.Type.Name == name))
            {
                validation.Add(type);
            }
        }
    }

    private static bool IsBlocking(EndpointScope scope, IMethodSymbol method) =>
        KnownTypes.FindAttribute(method, "Endpoints", "BlockingAttribute") is not null
        || KnownTypes.FindAttribute(scope.Type, "Endpoints", "BlockingAttribute") is not null;

    private static int ReadProtocol(EndpointScope scope, IMethodSymbol method, AttributeData attribute)
    {
        if (KnownTypes.Argument(attribute, "Protocol")?.Value is not string protocol)
        {
            return -1;
        }

        for (var i = 0; i < scope.Protocols.Count; i++)
        {
            if (scope.Protocols[i] == protocol)
            {
                return i;
            }
        }

        scope.Problems.Report(
            DiagnosticDescriptors.SubprotocolNotOffered,
            SourcePlaces.OfNamedArgument(attribute, "Protocol", scope.CancellationToken),
            method.Name,
            protocol,
            TypeNames.Short(scope.Type),
            scope.Protocols.Count == 0 ? "(none)" : string.Join(", ", scope.Protocols));
        return -1;
    }

    private static HandlerKind? KindOf(AttributeData attribute)
    {
        if (!KnownTypes.Is(attribute.AttributeClass?.BaseType, "Endpoints", "HandlerAttribute"))
        {
            return null;
        }

        return attribute.AttributeClass!.Name switch
        {
            "OnOpenAttribute" => HandlerKind.Open,
            "OnTextAttribute" => HandlerKind.Text,
            "OnBinaryAttribute" => HandlerKind.Binary,
            "OnMessageAttribute" => HandlerKind.Message,
            "OnPingAttribute" => HandlerKind.Ping,
            "OnPongAttribute" => HandlerKind.Pong,
            "OnCloseAttribute" => HandlerKind.Close,
            "OnErrorAttribute" => HandlerKind.Error,
            _ => null,
        };
    }

    private static int DepthOf(ITypeSymbol type)
    {
        var depth = 0;
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            depth++;
        }

        return depth;
    }
}
