using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Analyzers;

/// <summary>
/// Tells what source generators added to a compilation by its path, which the compiler makes of the generator's assembly, its type and the
/// file's name, below a folder of its choice.
/// </summary>
internal sealed class GeneratedTrees
{
    private static readonly char[] Separators = ['/', '\\'];

    private readonly string _folder;

    private GeneratedTrees(string folder) => _folder = folder;

    /// <summary>Null where our generator did not run: there is nothing to be found then.</summary>
    public static GeneratedTrees? Find(Compilation compilation)
    {
        var (assembly, type) = (typeof(EndpointGenerator).Assembly.GetName().Name, typeof(EndpointGenerator).FullName);
        foreach (var tree in compilation.SyntaxTrees)
        {
            var end = tree.FilePath.LastIndexOfAny(Separators);
            var start = end - type!.Length - 1 - assembly!.Length;
            if (start >= 0
                && string.CompareOrdinal(tree.FilePath, start, assembly, 0, assembly.Length) == 0
                && string.CompareOrdinal(tree.FilePath, end - type.Length, type, 0, type.Length) == 0)
            {
                return new GeneratedTrees(tree.FilePath.Substring(0, start));
            }
        }

        return null;
    }

    /// <summary>Whether a file stands where source generators put theirs.</summary>
    public bool Contains(SyntaxTree tree)
    {
        var path = tree.FilePath;
        if (!path.StartsWith(_folder, StringComparison.Ordinal) || path.IndexOfAny(Separators, _folder.Length) == _folder.Length)
        {
            return false;
        }

        // A generator may have further folders.
        var end = path.IndexOfAny(Separators, _folder.Length);
        return end > 0 && path.IndexOfAny(Separators, end + 1) > 0;
    }
}
