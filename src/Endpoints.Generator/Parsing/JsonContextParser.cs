using Endpoints.Generator.Model;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>Reads which types a <c>JsonSerializerContext</c> lists.</summary>
internal static class JsonContextParser
{
    /// <summary>The context; null for a class that is none, or that emitted code cannot reach.</summary>
    public static JsonContextModel? Parse(INamedTypeSymbol type) =>
        KnownTypes.IsOrDerivesFrom(type, "System.Text.Json.Serialization", "JsonSerializerContext") && IsVisible(type)
            ? Read(type)
            : null;

    /// <summary>All contexts of the compilation's own source, in ordinal order: for analyzers, which have no pipeline.</summary>
    public static EquatableArray<JsonContextModel> FindAll(Compilation compilation, CancellationToken cancellationToken)
    {
        List<JsonContextModel> contexts = [];
        var pending = new Stack<INamespaceOrTypeSymbol>([compilation.Assembly.GlobalNamespace]);
        while (pending.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var member in pending.Pop().GetMembers().OfType<INamespaceOrTypeSymbol>())
            {
                pending.Push(member);
                if (member is INamedTypeSymbol type && Parse(type) is { } context)
                {
                    contexts.Add(context);
                }
            }
        }

        return Sort(contexts);
    }

    public static EquatableArray<JsonContextModel> Sort(IEnumerable<JsonContextModel> contexts) =>
        new(contexts.OrderBy(c => c.Name, StringComparer.Ordinal));

    public static JsonContextModel Read(INamedTypeSymbol type)
    {
        var types = type.GetAttributes()
            .Where(a => KnownTypes.Is(a.AttributeClass, "System.Text.Json.Serialization", "JsonSerializableAttribute"))
            .Select(a => a.ConstructorArguments.Length == 1 ? a.ConstructorArguments[0].Value as ITypeSymbol : null)
            .Where(t => t is not null and not IErrorTypeSymbol)
            .SelectMany(t => WithDerived(t!))
            .Select(t => TypeNames.Of(t).Name)
            .Distinct(StringComparer.Ordinal)
            .OrderBy(t => t, StringComparer.Ordinal);
        return new JsonContextModel(TypeNames.Of(type).Name, new EquatableArray<string>(types));
    }

    // A context that lists a polymorphic base knows its derived types, and theirs.
    private static HashSet<ITypeSymbol> WithDerived(ITypeSymbol type)
    {
        var known = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default) { type };
        var pending = new Stack<ITypeSymbol>([type]);
        while (pending.Count > 0)
        {
            foreach (var (derived, _) in MessageTypeParser.DerivedTypes(pending.Pop()))
            {
                if (known.Add(derived))
                {
                    pending.Push(derived);
                }
            }
        }

        return known;
    }

    private static bool IsVisible(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.IsFileLocal || !KnownTypes.IsVisible(current))
            {
                return false;
            }
        }

        return type.TypeParameters.IsEmpty;
    }
}
