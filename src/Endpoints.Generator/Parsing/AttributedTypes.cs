using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Endpoints.Generator.Parsing;

/// <summary>
/// The types of one source file that carry attributes, by the attributes' names as written. Names only: whether a name means the
/// attribute that is looked for, the compiler says afterwards. A file is looked through once as long as it does not change.
/// </summary>
internal sealed class AttributedTypes
{
    private const string Suffix = "Attribute";

    private static readonly ConditionalWeakTable<SyntaxTree, AttributedTypes> Known = new();

    private readonly List<(TypeDeclarationSyntax Type, string[] Names)> _types = [];
    private readonly HashSet<string> _aliases = new(StringComparer.Ordinal);
    private readonly List<string> _globalAliases = [];

    private AttributedTypes(CompilationUnitSyntax root)
    {
        Add(root.Usings);
        Add(root.Members);
    }

    /// <summary>The aliases that the file gives to the whole project.</summary>
    public IReadOnlyList<string> GlobalAliases => _globalAliases;

    public static AttributedTypes Of(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (!Known.TryGetValue(tree, out var types))
        {
            var root = (CompilationUnitSyntax)tree.GetRoot(cancellationToken);
            types = Known.GetValue(tree, _ => new AttributedTypes(root));
        }

        return types;
    }

    /// <summary>The types that may carry one of some attributes: by its name, or by an alias, whatever that stands for.</summary>
    /// <param name="names">The attributes' names without namespace and suffix.</param>
    /// <param name="globalAliases">The project's global aliases.</param>
    public IEnumerable<TypeDeclarationSyntax> WithAnyOf(string[] names, HashSet<string> globalAliases)
    {
        foreach (var (type, written) in _types)
        {
            if (written.Any(name => Means(name, names) || IsAlias(name, globalAliases) || IsAlias(name + Suffix, globalAliases)))
            {
                yield return type;
            }
        }
    }

    private static bool Means(string written, string[] names) => names.Any(name =>
        written.StartsWith(name, StringComparison.Ordinal)
        && (written.Length == name.Length || string.CompareOrdinal(written, name.Length, Suffix, 0, int.MaxValue) == 0));

    private bool IsAlias(string name, HashSet<string> globalAliases) => _aliases.Contains(name) || globalAliases.Contains(name);

    private void Add(SyntaxList<UsingDirectiveSyntax> usings)
    {
        foreach (var directive in usings)
        {
            if (directive.Alias is { } alias)
            {
                _aliases.Add(alias.Name.Identifier.ValueText);
                if (directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword))
                {
                    _globalAliases.Add(alias.Name.Identifier.ValueText);
                }
            }
        }
    }

    private void Add(SyntaxList<MemberDeclarationSyntax> members)
    {
        foreach (var member in members)
        {
            switch (member)
            {
                case BaseNamespaceDeclarationSyntax @namespace:
                    Add(@namespace.Usings);
                    Add(@namespace.Members);
                    break;
                case TypeDeclarationSyntax type:
                    if (type.AttributeLists.Count > 0)
                    {
                        _types.Add((type, [.. type.AttributeLists.SelectMany(l => l.Attributes).Select(a => NameOf(a.Name))]));
                    }

                    Add(type.Members);
                    break;
                default:
                    break;
            }
        }
    }

    private static string NameOf(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };
}
