using Endpoints.Generator.Model;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>Reads the validation attributes of payload types and of what is behind their properties.</summary>
internal sealed class ValidationParser
{
    private readonly List<Node> _nodes = [];
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly List<(string Type, InnerValidationModel? Inner, List<int> Reached)> _payloads = [];

    /// <summary>Reads a type that may be a payload.</summary>
    public void Add(ITypeSymbol type)
    {
        var name = TypeNames.Of(type).Name;
        if (_payloads.Any(p => p.Type == name))
        {
            return;
        }

        var inner = InnerOf(type);
        _payloads.Add((name, inner, inner is null ? [] : Reach(inner.Type)));
    }

    /// <summary>What was read, without the types that have nothing to validate.</summary>
    public ValidationModel ToModel()
    {
        if (_payloads.Count == 0)
        {
            return ValidationModel.None;
        }

        MarkNeeded();
        var kept = Enumerable.Range(0, _nodes.Count).Where(i => _nodes[i].IsNeeded).ToList();
        return new ValidationModel(
            new EquatableArray<ValidatedTypeModel>(kept.Select(i => ToModel(_nodes[i]))),
            new EquatableArray<ValidatedPayloadModel>(_payloads.Select(p => new ValidatedPayloadModel(
                p.Type, Renumber(p.Inner), p.Reached.Select(i => _nodes[i].Obstacle).FirstOrDefault(o => o is not null)))));

        ValidatedTypeModel ToModel(Node node) => new(
            node.Type,
            node.IsValueType,
            node.IsValidatable,
            new EquatableArray<string>(node.Rules),
            new EquatableArray<ValidatedMemberModel>(node.Members
                .Select(m => m with { Inner = Renumber(m.Inner) })
                .Where(m => m.Rules.Count > 0 || m.Inner is not null)),
            new EquatableArray<int>(node.Derived.Where(i => _nodes[i].IsNeeded).Select(i => kept.IndexOf(i))));

        InnerValidationModel? Renumber(InnerValidationModel? inner) =>
            inner is null || !_nodes[inner.Type].IsNeeded ? null : inner with { Type = kept.IndexOf(inner.Type) };
    }

    private InnerValidationModel? InnerOf(ITypeSymbol type)
    {
        var bare = KnownTypes.WithoutNullable(type);
        if (bare is IArrayTypeSymbol { Rank: 1 } array)
        {
            return Behind(array.ElementType, ValidationStep.Elements);
        }

        if (bare is not INamedTypeSymbol named || bare.SpecialType != SpecialType.None || bare.TypeKind == TypeKind.Enum)
        {
            return null;
        }

        var interfaces = named.AllInterfaces.Add(named);
        if ((Find(interfaces, "IReadOnlyDictionary") ?? Find(interfaces, "IDictionary")) is { } dictionary)
        {
            return Behind(dictionary.TypeArguments[1], ValidationStep.DictionaryValues);
        }

        if (interfaces.FirstOrDefault(i => i.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T) is { } list)
        {
            var mayBeUnset = KnownTypes.Is(named.OriginalDefinition, "System.Collections.Immutable", "ImmutableArray");
            return Behind(list.TypeArguments[0], ValidationStep.Elements) is { } elements ? elements with { MayBeUnset = mayBeUnset } : null;
        }

        return bare.TypeKind is TypeKind.Class or TypeKind.Struct && !bare.IsRefLikeType && !IsPlatform(named)
            ? new InnerValidationModel(ValidationStep.Value, IndexOf(named))
            : null;
    }

    // A list of lists has nothing that its elements are walked through with; its innermost type would be out of reach.
    private InnerValidationModel? Behind(ITypeSymbol element, ValidationStep step) =>
        InnerOf(element) is { Step: ValidationStep.Value } inner ? new InnerValidationModel(step, inner.Type) : null;

    private static INamedTypeSymbol? Find(IEnumerable<INamedTypeSymbol> interfaces, string name) =>
        interfaces.FirstOrDefault(i => i.Arity == 2 && KnownTypes.Is(i.OriginalDefinition, "System.Collections.Generic", name));

    private int IndexOf(INamedTypeSymbol type)
    {
        var reference = TypeNames.Of(type);
        if (_indexes.TryGetValue(reference.Name, out var index))
        {
            return index;
        }

        // Known before its members are read: a type may lead back to itself.
        var node = new Node(reference, type.IsValueType);
        index = _nodes.Count;
        _nodes.Add(node);
        _indexes.Add(reference.Name, index);
        Read(type, node);
        return index;
    }

    private void Read(INamedTypeSymbol type, Node node)
    {
        node.IsValidatable = KnownTypes.Implements(type, "System.ComponentModel.DataAnnotations", "IValidatableObject");
        for (var current = type; current is not null; current = current.BaseType)
        {
            node.Rules.AddRange(ValidationRules.Of(current, [current], type, node.Report));
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        for (var current = type; current is not null && current.SpecialType != SpecialType.System_Object; current = current.BaseType)
        {
            var parameters = current.IsRecord
                ? current.InstanceConstructors.OrderByDescending(c => c.Parameters.Length).FirstOrDefault()?.Parameters ?? []
                : [];
            foreach (var property in current.GetMembers().OfType<IPropertySymbol>())
            {
                if (property is { IsStatic: false, IsIndexer: false, GetMethod.DeclaredAccessibility: Accessibility.Public, DeclaredAccessibility: Accessibility.Public }
                    && property.Name.Length > 0
                    && TypeNames.IsWritable(property.Type)
                    && !property.Type.IsRefLikeType
                    && property.ExplicitInterfaceImplementations.IsEmpty
                    && seen.Add(property.Name)
                    && !IsSkipped(property))
                {
                    node.Members.Add(ReadMember(property, parameters.FirstOrDefault(p => p.Name == property.Name), node));
                }
            }
        }

        // A switch takes the most derived first.
        node.Derived.AddRange(DerivedOf(type).OrderByDescending(DepthOf).Select(IndexOf));
    }

    private static IEnumerable<INamedTypeSymbol> DerivedOf(INamedTypeSymbol type)
    {
        HashSet<INamedTypeSymbol> seen = new(SymbolEqualityComparer.Default) { type };
        foreach (var attribute in type.GetAttributes())
        {
            if (KnownTypes.Is(attribute.AttributeClass, "System.Text.Json.Serialization", "JsonDerivedTypeAttribute")
                && attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Type, Value: INamedTypeSymbol derived }
                && seen.Add(derived))
            {
                yield return derived;
            }
        }
    }

    private static int DepthOf(INamedTypeSymbol type)
    {
        var depth = 0;
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            depth++;
        }

        return depth;
    }

    // A record's attributes are written at the parameters of its primary constructor.
    private ValidatedMemberModel ReadMember(IPropertySymbol property, IParameterSymbol? parameter, Node node)
    {
        ISymbol[] places = parameter is null ? [property] : [property, parameter];
        var rules = ValidationRules.Of(property, places, property.Type, node.Report);
        return new ValidatedMemberModel(
            TypeNames.Simple(property),
            ValidationRules.DisplayNameOf(places) ?? property.Name,
            new EquatableArray<string>(rules),
            InnerOf(property.Type));
    }

    private static bool IsSkipped(IPropertySymbol property) =>
        KnownTypes.FindAttribute(property, "Microsoft.Extensions.Validation", "SkipValidationAttribute") is not null
        || KnownTypes.FindAttribute(property, "System.Runtime.CompilerServices", "CompilerGeneratedAttribute") is not null;

    private static bool IsPlatform(INamedTypeSymbol type)
    {
        var outermost = type.ContainingNamespace;
        while (outermost is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
        {
            outermost = outermost.ContainingNamespace;
        }

        return outermost?.Name is "System" or "Microsoft";
    }

    private void MarkNeeded()
    {
        foreach (var node in _nodes)
        {
            node.IsNeeded = node.IsValidatable || node.Rules.Count > 0 || node.Members.Any(m => m.Rules.Count > 0);
        }

        bool hasChanged;
        do
        {
            hasChanged = false;
            foreach (var node in _nodes.Where(n => !n.IsNeeded && n.Next.Any(i => _nodes[i].IsNeeded)))
            {
                node.IsNeeded = hasChanged = true;
            }
        }
        while (hasChanged);
    }

    private List<int> Reach(int start)
    {
        List<int> reached = [start];
        for (var i = 0; i < reached.Count; i++)
        {
            reached.AddRange(_nodes[reached[i]].Next.Where(n => !reached.Contains(n)).Distinct().ToArray());
        }

        return reached;
    }

    /// <summary>A type while it is read.</summary>
    private sealed class Node(TypeRef type, bool isValueType)
    {
        public TypeRef Type { get; } = type;

        public bool IsValueType { get; } = isValueType;

        public bool IsValidatable { get; set; }

        public bool IsNeeded { get; set; }

        public string? Obstacle { get; private set; }

        public List<string> Rules { get; } = [];

        public List<ValidatedMemberModel> Members { get; } = [];

        public List<int> Derived { get; } = [];

        public IEnumerable<int> Next => Members.Select(m => m.Inner?.Type ?? -1).Where(i => i >= 0).Concat(Derived);

        public void Report(string obstacle) => Obstacle ??= obstacle;
    }
}
