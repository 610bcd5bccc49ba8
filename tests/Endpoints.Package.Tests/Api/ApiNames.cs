using System.Reflection;

namespace Endpoints.Package.Tests.Api;

/// <summary>Types as C# writes them.</summary>
internal static class ApiNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(char)] = "char",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    public static string Of(Type type) => Of(type, nullability: null);

    /// <summary>A type with the question marks that belong to it.</summary>
    public static string Of(Type type, NullabilityInfo? nullability)
    {
        if (type.IsByRef)
        {
            return "ref " + Of(type.GetElementType()!, nullability);
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Of(value) + "?";
        }

        var mark = !type.IsValueType && nullability?.ReadState == NullabilityState.Nullable ? "?" : "";
        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!, nullability?.ElementType)}[]{mark}";
        }

        if (type.IsGenericParameter || Keywords.ContainsKey(type))
        {
            return type.IsGenericParameter ? type.Name : Keywords[type] + mark;
        }

        var name = Simple(type);
        if (type.DeclaringType is { } outer)
        {
            name = $"{Of(outer)}.{name}";
        }

        var arguments = type.GetGenericArguments();
        var own = nullability?.GenericTypeArguments ?? [];
        return arguments.Length == 0
            ? name + mark
            : $"{name}<{string.Join(", ", arguments.Select((argument, i) => Of(argument, i < own.Length ? own[i] : null)))}>{mark}";
    }

    /// <summary>The name alone.</summary>
    public static string Simple(Type type) => type.Name.Split('`')[0];

    /// <summary>A method's name with its type parameters.</summary>
    public static string WithArguments(MethodInfo method) => method.IsGenericMethod
        ? $"{method.Name}<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>"
        : method.Name;
}
