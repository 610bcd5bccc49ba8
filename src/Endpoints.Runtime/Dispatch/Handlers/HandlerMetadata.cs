using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Endpoints.Dispatch.Handlers;

/// <summary>The attributes of a handler, for which the build has written no list: read once, when it is mapped.</summary>
internal static class HandlerMetadata
{
    private const string Authorization = "Microsoft.AspNetCore.Authorization.";

    // Of the compiler and of tools; the same are left out of what is emitted.
    private static readonly string[] Plumbing =
    [
        "System.Runtime",
        "System.Diagnostics",
        "System.ComponentModel",
        "System.Reflection",
        "Microsoft.CodeAnalysis",
    ];

    /// <summary>The attributes of a class or method, inherited ones included.</summary>
    public static IReadOnlyList<object> Of(ICustomAttributeProvider declaration) =>
        [.. declaration.GetCustomAttributes(inherit: true).Where(attribute => !IsPlumbing(attribute.GetType().Namespace ?? ""))];

    /// <summary>Whether the attributes demand something of the user, as ASP.NET Core understands it, which is not referred to here.</summary>
    public static bool DemandUser(IReadOnlyList<object> metadata) =>
        metadata.Any(IsDemand) && !metadata.Any(attribute => Implements(attribute, "IAllowAnonymous"));

    private static bool IsPlumbing(string @namespace) =>
        @namespace == "System"
        || Array.Exists(Plumbing, part => @namespace == part || @namespace.StartsWith(part + ".", StringComparison.Ordinal));

    private static bool IsDemand(object attribute)
    {
        for (var type = attribute.GetType(); type is not null; type = type.BaseType)
        {
            if (type.FullName == Authorization + "AuthorizeAttribute")
            {
                return true;
            }
        }

        return Implements(attribute, "IAuthorizeData") || Implements(attribute, "IAuthorizationRequirementData");
    }

    [UnconditionalSuppressMessage(
        "Trimming", "IL2075", Justification = "Who checks authorization refers to these interfaces, which keeps them; [Authorize] itself is known by its name.")]
    private static bool Implements(object attribute, string name) =>
        Array.Exists(attribute.GetType().GetInterfaces(), face => face.FullName == Authorization + name);
}
