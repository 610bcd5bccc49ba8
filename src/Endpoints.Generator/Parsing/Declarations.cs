using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Endpoints.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Endpoints.Generator.Parsing;

/// <summary>
/// A compilation as far as it declares things: equal to another one that differs inside bodies only. Compared so, most keystrokes end
/// before any symbol is asked for. Where types declare something else than before, only files that mention them are read again. The
/// compilation is let go once it was read, for this outlives it in the pipeline.
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
    private ProjectReading? _reading;
    private Declarations? _before;

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
            _reading ??= ReadAgain(cancellationToken) ?? ProjectParser.Parse(_compilation!, cancellationToken);
            _compilation = null;
            _before = null;
            return _reading.ToModel();
        }
    }

    // Null where there is nothing to begin with, or everything has to be read.
    private ProjectReading? ReadAgain(CancellationToken cancellationToken) =>
        _before?._reading is { } reading && FindFilesToRead(_before, cancellationToken) is { } files
            ? ProjectParser.ParseAgain(_compilation!, reading, files, cancellationToken)
            : null;

    // A file depends on a type that it mentions; what it declares may then be different, too, for those that mention that.
    private HashSet<int>? FindFilesToRead(Declarations before, CancellationToken cancellationToken)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        HashSet<int> files = [];
        for (var i = 0; i < _trees.Length; i++)
        {
            if (!before.IsSameFile(before._trees[i], _trees[i]))
            {
                files.Add(i);
                if (!ChangedTypes.TryFind(RootOf(before._trees[i], cancellationToken), RootOf(_trees[i], cancellationToken), names))
                {
                    return null;
                }
            }
        }

        var pending = new Queue<string>(names);
        while (pending.Count > 0)
        {
            var name = pending.Dequeue();
            for (var i = 0; i < _trees.Length; i++)
            {
                var declared = DeclaredNames.Of(_trees[i], cancellationToken);
                if (!declared.Mentions(name))
                {
                    continue;
                }

                if (declared.ConcernsAllFiles)
                {
                    return null;
                }

                files.Add(i);
                foreach (var type in declared.Types.Where(names.Add))
                {
                    pending.Enqueue(type);
                }
            }
        }

        return files;
    }

    private static CompilationUnitSyntax RootOf(SyntaxTree tree, CancellationToken cancellationToken) =>
        (CompilationUnitSyntax)tree.GetRoot(cancellationToken);

    private bool DeclaresTheSameAs(Declarations other)
    {
        if (!IsOfTheSameFiles(other))
        {
            return false;
        }

        for (var i = 0; i < _trees.Length; i++)
        {
            if (!IsSameFile(_trees[i], other._trees[i]))
            {
                other.Follow(this);
                return false;
            }
        }

        return true;
    }

    private bool IsOfTheSameFiles(Declarations other)
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
            if (!ReferenceEquals(_trees[i], other._trees[i])
                && (_trees[i].FilePath != other._trees[i].FilePath || !_trees[i].Options.Equals(other._trees[i].Options)))
            {
                return false;
            }
        }

        return true;
    }

    // What was read of the one is what the other begins with, once it is read itself.
    private void Follow(Declarations before)
    {
        lock (_gate)
        {
            if (_reading is null)
            {
                _before = before;
            }
        }
    }

    private bool IsSameFile(SyntaxTree mine, SyntaxTree its) => ReferenceEquals(mine, its) || IsKnownOrFoundEquivalent(mine, its);

    private bool IsKnownOrFoundEquivalent(SyntaxTree mine, SyntaxTree its)
    {
        if (_equivalent.TryGetValue(its, out var known) && ReferenceEquals(known, mine))
        {
            return true;
        }

        if (!AreEquivalent((CompilationUnitSyntax)mine.GetRoot(), (CompilationUnitSyntax)its.GetRoot()))
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
