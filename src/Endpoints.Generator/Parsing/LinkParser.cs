using Endpoints.Generator.Model;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Endpoints.Generator.Parsing;

/// <summary>
/// Finds the link methods of an endpoint: where they stand and what they take. Types are those that the handlers take; where they take
/// none, or only text, those that the route's constraints imply.
/// </summary>
internal static class LinkParser
{
    private const string PathMethod = "PathFor";
    private const string AddressMethod = "UriFor";

    public static LinkModel Parse(EndpointScope scope)
    {
        var builder = new Builder(scope);
        AddRoute(builder, scope.Route);
        foreach (var key in scope.Values.Where(v => v.Source == ValueSource.Query).Select(v => v.Name).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            builder.AddQuery(key);
        }

        var access = builder.AreTypesHidden ? LinkAccess.Private
            : builder.AreTypesPublic && IsPublic(scope.Type) ? LinkAccess.Public
            : LinkAccess.Internal;
        return new LinkModel(
            FindPlace(scope.Type, scope.CancellationToken),
            access,
            scope.Route.Text,
            TypeNames.Full(scope.Type),
            new EquatableArray<LinkParameterModel>(builder.Parameters.OrderBy(p => p.IsOptional)),
            new EquatableArray<LinkPartModel>(builder.Parts));
    }

    private static void AddRoute(Builder builder, RouteTemplate route)
    {
        var literal = "";
        for (var i = 0; i < route.Segments.Count; i++)
        {
            if (route.Segments[i].Literal is { } text)
            {
                literal += "/" + PercentEncoding.Encode(text);
                continue;
            }

            builder.AddLiteral(literal);
            literal = "";
            builder.AddSegment(route.Parameters[route.Segments[i].ParameterIndex], mayEnd: i >= route.RequiredSegmentCount);
        }

        builder.AddLiteral(literal);
    }

    // In the class itself where that is partial and has no such members, else in a class beside it.
    private static LinkPlace FindPlace(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var @namespace = TypeNames.Namespace(type);
        List<ContainingTypeModel> containing = [];
        var isPartial = !HasMember(type, PathMethod) && !HasMember(type, AddressMethod);
        for (var current = type; current is not null && isPartial; current = current.ContainingType)
        {
            containing.Insert(0, new ContainingTypeModel(EndpointTypeParser.KeywordOf(current), TypeNames.Simple(current)));
            isPartial = EndpointTypeParser.IsPartial(current, cancellationToken);
        }

        if (isPartial)
        {
            return new LinkPlace(@namespace, new EquatableArray<ContainingTypeModel>(containing), ClassName: null, HasEndpointBase(type));
        }

        var path = type.Name;
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            path = outer.Name + "." + path;
        }

        var className = TypeNames.Mangle(path) + "Links";
        while (!type.ContainingNamespace.GetTypeMembers(className).IsEmpty)
        {
            className += "_";
        }

        return new LinkPlace(@namespace, EquatableArray<ContainingTypeModel>.Empty, className);
    }

    private static bool HasEndpointBase(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (IsEndpoint(current))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsEndpoint(INamedTypeSymbol type) => KnownTypes.FindAttribute(type, "Endpoints", "WebSocketEndpointAttribute") is not null;

    // The links of a base class lead elsewhere, and are hidden.
    private static bool HasMember(INamedTypeSymbol type, string name)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (!current.GetMembers(name).IsEmpty && (ReferenceEquals(current, type) || !IsEndpoint(current)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPublic(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsPublic(array.ElementType),
        INamedTypeSymbol named => named.DeclaredAccessibility == Accessibility.Public
            && (named.ContainingType is null || IsPublic(named.ContainingType))
            && named.TypeArguments.All(IsPublic),
        _ => true,
    };

    private static bool IsHidden(ITypeSymbol type)
    {
        for (var current = type as INamedTypeSymbol; current is not null; current = current.ContainingType)
        {
            if (!KnownTypes.IsVisible(current) || current.TypeArguments.Any(IsHidden))
            {
                return true;
            }
        }

        return false;
    }

    private sealed class Builder(EndpointScope scope)
    {
        // What the emitted methods name themselves.
        private readonly HashSet<string> _names = new(StringComparer.Ordinal) { "link", "baseUri", PathMethod };

        public List<LinkParameterModel> Parameters { get; } = [];

        public List<LinkPartModel> Parts { get; } = [];

        public bool AreTypesPublic { get; private set; } = true;

        public bool AreTypesHidden { get; private set; }

        public void AddLiteral(string escaped)
        {
            if (escaped.Length > 0)
            {
                Parts.Add(new LinkPartModel(LinkPartKind.Literal, "", escaped));
            }
        }

        /// <param name="route">The parameter.</param>
        /// <param name="mayEnd">Whether the path may end before it.</param>
        public void AddSegment(RouteParameter route, bool mayEnd)
        {
            var fallback = route.DefaultValue is { Length: > 0 } value && RouteConstraintTest.Meets(value, route.Constraints) ? value : null;
            var isOptional = fallback is not null || (mayEnd && RouteConstraintTest.MayLeaveOut(route));
            var name = AddParameter(route.Name, ValueSource.Route, isOptional, TypeOf(route));
            var kind = route.IsCatchAll ? LinkPartKind.CatchAll : isOptional ? LinkPartKind.OptionalSegment : LinkPartKind.Segment;
            var constraints = route.Constraints.Select(c => new LinkConstraintModel(
                c with { Offset = 0, Length = 0 }, scope.Route.Text.Substring(c.Offset, c.Length)));
            Parts.Add(new LinkPartModel(kind, name, fallback, new EquatableArray<LinkConstraintModel>(constraints)));
        }

        public void AddQuery(string key)
        {
            var values = ValuesOf(ValueSource.Query, key).ToArray();
            var isOptional = values.All(v => v.IsNullable || v.ParameterDefault is not null);
            var name = AddParameter(key, ValueSource.Query, isOptional, SingleType(ValueSource.Query, key) ?? "string");
            Parts.Add(new LinkPartModel(
                isOptional ? LinkPartKind.OptionalQuery : LinkPartKind.Query, name, PercentEncoding.Encode(key)));
        }

        private string AddParameter(string name, ValueSource source, bool isOptional, string type)
        {
            var what = source == ValueSource.Route ? "route" : "query";
            var identifier = Identifier(name, what);
            var escaped = SyntaxFacts.GetKeywordKind(identifier) == SyntaxKind.None ? identifier : "@" + identifier;
            var description = "The " + what + " value \"" + name + "\"" + (isOptional ? "; null leaves it out." : ".");
            Parameters.Add(new LinkParameterModel(escaped, isOptional ? type + "?" : type, isOptional, description));
            return escaped;
        }

        private string Identifier(string name, string what)
        {
            var identifier = new string([.. name.Select(c => char.IsLetterOrDigit(c) || c == '_' ? c : '_')]);
            if (identifier.Length == 0 || !SyntaxFacts.IsIdentifierStartCharacter(identifier[0]))
            {
                identifier = "_" + identifier;
            }

            var unique = identifier;
            for (var number = 1; !_names.Add(unique); number++)
            {
                unique = what + char.ToUpperInvariant(identifier[0]) + identifier.Substring(1) + (number == 1 ? "" : "_" + number);
            }

            return unique;
        }

        private IEnumerable<BoundValueModel> ValuesOf(ValueSource source, string name) =>
            scope.Values.Where(v => v.Source == source && string.Equals(v.Name, name, StringComparison.OrdinalIgnoreCase));

        private string TypeOf(RouteParameter route)
        {
            var type = SingleType(ValueSource.Route, route.Name);
            return type is null or "string" ? ImpliedType(route.Constraints) ?? "string" : type;
        }

        // Null where handlers take none, or do not agree.
        private string? SingleType(ValueSource source, string name)
        {
            var values = ValuesOf(source, name).ToArray();
            if (values.Select(v => v.Type.Name).Distinct(StringComparer.Ordinal).Count() != 1)
            {
                return null;
            }

            var type = scope.TypeOf(values[0]);
            AreTypesPublic &= IsPublic(type);
            AreTypesHidden |= IsHidden(type);
            return values[0].Type.Annotated;
        }

        private static string? ImpliedType(EquatableArray<RouteConstraint> constraints) => constraints
            .Select(c => c.Kind switch
            {
                RouteConstraintKind.Int => "int",
                RouteConstraintKind.Long or RouteConstraintKind.Min or RouteConstraintKind.Max or RouteConstraintKind.Range => "long",
                RouteConstraintKind.Bool => "bool",
                RouteConstraintKind.Guid => "global::System.Guid",
                RouteConstraintKind.DateTime => "global::System.DateTime",
                RouteConstraintKind.Decimal => "decimal",
                RouteConstraintKind.Double => "double",
                RouteConstraintKind.Float => "float",
                _ => null,
            })
            .FirstOrDefault(type => type is not null);
    }
}
