using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Endpoints.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Endpoints.Generator.Parsing;

/// <summary>
/// A compilation as far as it declares things: equal to another one that differs inside bodies only. Compared so, most keystrokes end
/// before any symbol is asked for. The compilation is let go once it was read, for this outlives it in the pipeline.
/// </summary>
internal sealed class Declarations
{
    private readonly object _gate = new();
    private readonly string? _assemblyName;
    private readonly CSharpCompilationOptions _options;
    private readonly ImmutableArray<MetadataReference> _references;
    private readonly ImmutableArray<SyntaxTree> _trees;

    // Files that were found to declare what the one in the same place here declares: each is compared once, not at every keystroke.
    private readonly ConditionalWeakTable<SyntaxTree, SyntaxTree> _equivalent = new();
    private CSharpCompilation? _compilation;
    private ProjectModel? _project;

    public Declarations(CSharpCompilation compilation)
    {
        _compilation = compilation;
        _assemblyName = compilation.AssemblyName;
        _options = compilation.Options;
        _references = compilation.ExternalReferences;
        _trees = compilation.SyntaxTrees;
    }

    public static IEqualityComparer<Declarations> Comparer { get; } = new DeclarationsComparer();

    /// <summary>What is declared; read once.</summary>
    public ProjectModel Read(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _project ??= ProjectParser.Parse(_compilation!, cancellationToken);
            _compilation = null;
            return _project;
        }
    }

    private bool DeclaresTheSameAs(Declarations other)
    {
        if (_trees.Length != other._trees.Length
            || _assemblyName != other._assemblyName
            || !(ReferenceEquals(_options, other._options) || _options.Equals(other._options))
            || !(_references == other._references || _references.SequenceEqual(other._references)))
        {
            return false;
        }

        for (var i = 0; i < _trees.Length; i++)
        {
            if (!ReferenceEquals(_trees[i], other._trees[i]) && !IsKnownOrFoundEquivalent(_trees[i], other._trees[i]))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsKnownOrFoundEquivalent(SyntaxTree mine, SyntaxTree its)
    {
        if (_equivalent.TryGetValue(its, out var known) && ReferenceEquals(known, mine))
        {
            return true;
        }

        if (mine.FilePath != its.FilePath
            || !mine.Options.Equals(its.Options)
            || !AreEquivalent((CompilationUnitSyntax)mine.GetRoot(), (CompilationUnitSyntax)its.GetRoot()))
        {
            return false;
        }

        _equivalent.GetValue(its, _ => mine);
        return true;
    }

    // The statements of a program are a body as well, which the compiler's comparison does not leave out. Where there are directives,
    // one between them may concern what follows.
    private static bool AreEquivalent(CompilationUnitSyntax mine, CompilationUnitSyntax its)
    {
        var isProgram = mine.Members.FirstOrDefault() is GlobalStatementSyntax && its.Members.FirstOrDefault() is GlobalStatementSyntax;
        if (!isProgram || mine.ContainsDirectives || its.ContainsDirectives)
        {
            return SyntaxFactory.AreEquivalent(mine, its, topLevel: true);
        }

        return SyntaxFactory.AreEquivalent(WithoutStatements(mine), WithoutStatements(its), topLevel: true);
    }

    private static CompilationUnitSyntax WithoutStatements(CompilationUnitSyntax root) =>
        root.WithMembers(SyntaxFactory.List(root.Members.Where(m => m is not GlobalStatementSyntax)));

    private sealed class DeclarationsComparer : IEqualityComparer<Declarations>
    {
        public bool Equals(Declarations? x, Declarations? y) =>
            ReferenceEquals(x, y) || (x is not null && y is not null && x.DeclaresTheSameAs(y));

        public int GetHashCode(Declarations value) => StringComparer.Ordinal.GetHashCode(value._assemblyName ?? "");
    }
}
