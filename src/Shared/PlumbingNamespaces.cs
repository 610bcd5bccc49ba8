namespace Endpoints.Grammar;

/// <summary>Where the attributes come from that the compiler and tools write and read; none of them is metadata of an endpoint.</summary>
internal static class PlumbingNamespaces
{
    private static readonly string[] Roots =
    [
        "System.Runtime",
        "System.Diagnostics",
        "System.ComponentModel",
        "System.Reflection",
        "Microsoft.CodeAnalysis",
    ];

    /// <summary>Whether a namespace is one of them, or within one; of <c>System</c> only itself.</summary>
    public static bool Contain(string name) =>
        name == "System" || Array.Exists(Roots, root => name == root || name.StartsWith(root + ".", StringComparison.Ordinal));
}
