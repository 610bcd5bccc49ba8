using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Endpoints.Generator.Parsing;

/// <summary>
/// The names that the declarations of one source file mention or declare, bodies left out: whatever a declaration depends on, it names, or
/// it names something that does. A file is looked through once as long as it does not change.
/// </summary>
internal sealed class DeclaredNames
{
    private const string Suffix = "Attribute";

    private static readonly ConditionalWeakTable<SyntaxTree, DeclaredNames> Known = new();

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _types = new(StringComparer.Ordinal);

    private DeclaredNames(CompilationUnitSyntax root)
    {
        ConcernsAllFiles = root.AttributeLists.Count > 0
            || root.Usings.Any(u => u.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword));
        foreach (var token in root.DescendantTokens(node => node is not (BlockSyntax or ArrowExpressionClauseSyntax or GlobalStatementSyntax)))
        {
            if (token.IsKind(SyntaxKind.IdentifierToken))
            {
                _names.Add(token.ValueText);
            }
        }

        AddTypes(root.Members);
    }

    /// <summary>Whether it has attributes of the assembly or global usings, which count in every file.</summary>
    public bool ConcernsAllFiles { get; }

    /// <summary>The types that it declares, but for nested ones.</summary>
    public IReadOnlyCollection<string> Types => _types;

    public static DeclaredNames Of(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (!Known.TryGetValue(tree, out var names))
        {
            var root = (CompilationUnitSyntax)tree.GetRoot(cancellationToken);
            names = Known.GetValue(tree, _ => new DeclaredNames(root));
        }

        return names;
    }

    /// <summary>The name of a type that is declared outside of all others; null for any other member.</summary>
    public static SyntaxToken? NameOf(MemberDeclarationSyntax member) => member switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier,
        DelegateDeclarationSyntax type => type.Identifier,
        _ => null,
    };

    /// <summary>Whether it mentions a type, or an attribute with or without the end of its name.</summary>
    public bool Mentions(string type) =>
        _names.Contains(type)
        || (type.EndsWith(Suffix, StringComparison.Ordinal) && _names.Contains(type.Substring(0, type.Length - Suffix.Length)));

    private void AddTypes(SyntaxList<MemberDeclarationSyntax> members)
    {
        foreach (var member in members)
        {
            if (member is BaseNamespaceDeclarationSyntax @namespace)
            {
                AddTypes(@namespace.Members);
            }
            else if (NameOf(member) is { } name)
            {
                _types.Add(name.ValueText);
            }
        }
    }
}
