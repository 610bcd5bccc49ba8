using Endpoints.Generator.Model;

namespace Endpoints.Generator.Emission;

/// <summary>Expressions that take services out of a provider.</summary>
internal static class ServiceExpressions
{
    public static string Required(TypeRef type, string provider) =>
        Names.Services + ".GetRequiredService<" + type.Annotated + ">(" + provider + ")";

    public static string Optional(TypeRef type, string provider) =>
        Names.Services + ".GetService<" + type.Annotated + ">(" + provider + ")";

    public static string RequiredKeyed(TypeRef type, string provider, string key) =>
        Names.KeyedServices + ".GetRequiredKeyedService<" + type.Annotated + ">(" + provider + ", " + key + ")";

    public static string OptionalKeyed(TypeRef type, string provider, string key) =>
        Names.KeyedServices + ".GetKeyedService<" + type.Annotated + ">(" + provider + ", " + key + ")";
}
