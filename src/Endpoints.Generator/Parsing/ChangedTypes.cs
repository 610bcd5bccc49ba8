using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Endpoints.Generator.Parsing;

/// <summary>Tells which types an edit of a file changed, where it changed nothing but what is inside of types.</summary>
internal static class ChangedTypes
{
    /// <summary>Adds the names of the types that are declared otherwise than before.</summary>
    /// <returns>
    /// Whether that is all that changed: usings, namespaces and attributes of the assembly are as they were, and so are the names of the
    /// types and their order. Where there are directives, one in a type may concern what follows it.
    /// </returns>
    public static bool TryFind(CompilationUnitSyntax before, CompilationUnitSyntax after, HashSet<string> names) =>
        !before.ContainsDirectives
        && !after.ContainsDirectives
        && AreSame(before.Externs, after.Externs)
        && AreSame(before.Usings, after.Usings)
        && AreSame(before.AttributeLists, after.AttributeLists)
        && IsProgram(before) == IsProgram(after)
        && TryFind(WithoutStatements(before.Members), WithoutStatements(after.Members), names);

    private static bool TryFind(
        IReadOnlyList<MemberDeclarationSyntax> before, IReadOnlyList<MemberDeclarationSyntax> after, HashSet<string> names)
    {
        if (before.Count != after.Count)
        {
            return false;
        }

        for (var i = 0; i < before.Count; i++)
        {
            if (!TryFind(before[i], after[i], names))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryFind(MemberDeclarationSyntax before, MemberDeclarationSyntax after, HashSet<string> names)
    {
        if (SyntaxFactory.AreEquivalent(before, after, topLevel: true))
        {
            return true;
        }

        if (before is BaseNamespaceDeclarationSyntax old && after is BaseNamespaceDeclarationSyntax @new)
        {
            return old.RawKind == @new.RawKind
                && SyntaxFactory.AreEquivalent(old.Name, @new.Name)
                && AreSame(old.Externs, @new.Externs)
                && AreSame(old.Usings, @new.Usings)
                && AreSame(old.AttributeLists, @new.AttributeLists)
                && TryFind(old.Members, @new.Members, names);
        }

        if (DeclaredNames.NameOf(before) is not { } name
            || DeclaredNames.NameOf(after)?.ValueText != name.ValueText
            || ArityOf(before) != ArityOf(after))
        {
            return false;
        }

        names.Add(name.ValueText);
        return true;
    }

    // Its first statement declares a type, too.
    private static bool IsProgram(CompilationUnitSyntax root) => root.Members.Any(SyntaxKind.GlobalStatement);

    // The statements of a program are a body.
    private static List<MemberDeclarationSyntax> WithoutStatements(SyntaxList<MemberDeclarationSyntax> members) =>
        [.. members.Where(m => m is not GlobalStatementSyntax)];

    private static int ArityOf(MemberDeclarationSyntax member) => member switch
    {
        TypeDeclarationSyntax type => type.TypeParameterList?.Parameters.Count ?? 0,
        DelegateDeclarationSyntax type => type.TypeParameterList?.Parameters.Count ?? 0,
        _ => 0,
    };

    private static bool AreSame<T>(SyntaxList<T> before, SyntaxList<T> after)
        where T : CSharpSyntaxNode =>
        SyntaxFactory.AreEquivalent(before, after, topLevel: false);
}
