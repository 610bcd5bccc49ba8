using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Model;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>Reads parameters that are filled with route, query and header values (WSE0015 to WSE0018).</summary>
internal static class ValueParser
{
    /// <summary>Whether a text can become the type.</summary>
    public static bool IsValue(ITypeSymbol type)
    {
        var bare = KnownTypes.WithoutNullable(type);
        return bare.SpecialType == SpecialType.System_String || bare.TypeKind == TypeKind.Enum || KnownTypes.IsParsable(bare);
    }

    /// <summary>Whether it is one, or another source generator may make it one.</summary>
    public static bool MayBeValue(EndpointScope scope, ITypeSymbol type) =>
        IsValue(type) || (!type.IsAbstract && scope.MayBeCompleted(KnownTypes.WithoutNullable(type)));

    public static ArgumentModel? ParseRoute(EndpointScope scope, IMethodSymbol method, IParameterSymbol parameter, string name)
    {
        if (scope.Route.FindParameter(name) is not { } route)
        {
            return NotInTemplate(scope, method, parameter, name);
        }

        if (Parse(scope, parameter, ValueSource.Route, route.Name, route) is not { } argument)
        {
            return null;
        }

        CheckOptional(scope, parameter, route);
        CheckConstraints(scope, parameter, route);
        return argument;
    }

    public static ArgumentModel? Parse(
        EndpointScope scope, IParameterSymbol parameter, ValueSource source, string name, RouteParameter? route = null)
    {
        var type = KnownTypes.WithoutNullable(parameter.Type);
        if (!MayBeValue(scope, type))
        {
            return NotParsable(scope, parameter, source);
        }

        var conversion = type.SpecialType == SpecialType.System_String ? ValueConversion.Text
            : type.TypeKind == TypeKind.Enum ? ValueConversion.Enumeration
            : ValueConversion.Parsable;
        var isNullable = parameter.NullableAnnotation == NullableAnnotation.Annotated;
        var parameterDefault = parameter is { HasExplicitDefaultValue: true, ExplicitDefaultValue: { } value }
            ? ConstantExpressions.Of(value, type)
            : null;
        isNullable |= parameter is { HasExplicitDefaultValue: true, ExplicitDefaultValue: null } && type.IsReferenceType;
        if (parameter is { HasExplicitDefaultValue: true, ExplicitDefaultValue: null } && !isNullable)
        {
            parameterDefault = "default(" + TypeNames.Of(type).Name + ")";
        }

        // What a catch-all leaves out is the empty rest of the path.
        var isEmptyRest = route is { IsCatchAll: true, DefaultValue: null } && conversion == ValueConversion.Text && !isNullable;
        var bound = new BoundValueModel(
            source,
            name,
            TypeNames.Of(type),
            conversion,
            isNullable,
            type.IsValueType,
            isEmptyRest && parameterDefault is null ? "" : route?.DefaultValue,
            parameterDefault);
        var index = scope.AddValue(bound, type);
        return new ArgumentModel(ArgumentKind.Value, TypeNames.Of(type), isNullable, index);
    }

    public static ArgumentModel? NotInTemplate(EndpointScope scope, IMethodSymbol method, IParameterSymbol parameter, string name)
    {
        scope.Problems.Report(
            DiagnosticDescriptors.ParameterNotInTemplate,
            SourcePlaces.OfParameter(parameter, scope.CancellationToken),
            name,
            method.Name,
            scope.Route.Text);
        return null;
    }

    public static ArgumentModel? NotParsable(EndpointScope scope, IParameterSymbol parameter, ValueSource source)
    {
        var where = source switch
        {
            ValueSource.Route => "the route",
            ValueSource.Query => "the query",
            _ => "a header",
        };
        scope.Problems.Report(
            DiagnosticDescriptors.ParameterNotParsable,
            SourcePlaces.OfParameter(parameter, scope.CancellationToken),
            parameter.Name,
            where,
            TypeNames.Short(parameter.Type));
        return null;
    }

    private static void CheckOptional(EndpointScope scope, IParameterSymbol parameter, RouteParameter route)
    {
        var takesNothing = parameter.NullableAnnotation == NullableAnnotation.Annotated || parameter.HasExplicitDefaultValue;
        var isText = parameter.Type.SpecialType == SpecialType.System_String;
        if (route.IsOmittable && route.DefaultValue is null && !takesNothing && !(route.IsCatchAll && isText))
        {
            scope.Problems.Report(
                DiagnosticDescriptors.OptionalParameterNotNullable,
                SourcePlaces.OfParameter(parameter, scope.CancellationToken),
                parameter.Name,
                route.Name,
                TypeNames.Short(parameter.Type));
        }
    }

    private static void CheckConstraints(EndpointScope scope, IParameterSymbol parameter, RouteParameter route)
    {
        var type = KnownTypes.WithoutNullable(parameter.Type);
        foreach (var constraint in route.Constraints)
        {
            if (Contradicts(constraint.Kind, type))
            {
                var written = scope.Route.Text.Substring(constraint.Offset, constraint.Length);
                scope.Problems.Report(
                    DiagnosticDescriptors.UnsupportedConstraint,
                    SourcePlaces.OfParameter(parameter, scope.CancellationToken),
                    written,
                    route.Name,
                    $"Nothing that it admits is a '{TypeNames.Short(type)}', the type of parameter '{parameter.Name}'");
            }
        }
    }

    // "NaN" and "Infinity" are letters.
    private static bool IsNaNable(ITypeSymbol type) => type.SpecialType is SpecialType.System_Double or SpecialType.System_Single;

    // Only what no text can meet: a number is never a Guid, but a Guid may be all letters.
    private static bool Contradicts(RouteConstraintKind constraint, ITypeSymbol type)
    {
        var isNumber = type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double;
        var isTime = type.SpecialType == SpecialType.System_DateTime
            || KnownTypes.Is(type, "System", "DateTimeOffset")
            || KnownTypes.Is(type, "System", "DateOnly")
            || KnownTypes.Is(type, "System", "TimeOnly");
        var isGuid = KnownTypes.Is(type, "System", "Guid");
        var isBool = type.SpecialType == SpecialType.System_Boolean;
        return constraint switch
        {
            RouteConstraintKind.Int or RouteConstraintKind.Long or RouteConstraintKind.Min or RouteConstraintKind.Max
                or RouteConstraintKind.Range => isGuid || isBool || isTime,
            RouteConstraintKind.Decimal or RouteConstraintKind.Double or RouteConstraintKind.Float => isGuid || isBool,
            RouteConstraintKind.Bool => isNumber || isGuid || isTime,
            RouteConstraintKind.Guid => isNumber || isBool || isTime,
            RouteConstraintKind.DateTime => isGuid || isBool,
            RouteConstraintKind.Alpha => (isNumber && !IsNaNable(type)) || isTime,
            _ => false,
        };
    }
}
