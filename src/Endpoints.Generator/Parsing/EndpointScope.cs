using Endpoints.Generator.Model;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>What the parsers of one endpoint share while it is parsed. Holds symbols, so it never leaves the parser.</summary>
internal sealed class EndpointScope(
    INamedTypeSymbol type, AttributeData attribute, ProblemReporter problems, bool isFinished, CancellationToken cancellationToken)
{
    private readonly List<BoundValueModel> _values = [];
    private readonly List<ITypeSymbol> _valueTypes = [];
    private readonly List<FilterModel> _filters = [];
    private readonly List<CodecSource> _codecs = [];

    public INamedTypeSymbol Type { get; } = type;

    public AttributeData Attribute { get; } = attribute;

    /// <summary>Whether it is a client's, which has neither a route nor users.</summary>
    public bool IsClient { get; } = EndpointAttributes.IsClient(attribute);

    public ProblemReporter Problems { get; } = problems;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public RouteTemplate Route { get; set; } = RouteTemplateParser.Parse("/");

    public IReadOnlyList<string> Protocols { get; set; } = [];

    public bool IsSingleton { get; } = KnownTypes.Argument(attribute, "Lifetime")?.Value is 1;

    public IReadOnlyList<CodecSource> Codecs => _codecs;

    /// <summary>What the handlers read so far take as the session's state.</summary>
    public StateModel? State { get; set; }

    /// <summary>The first handler that takes it.</summary>
    public string? StateHandler { get; set; }

    /// <summary>A filter that only the class itself can reach; null for none.</summary>
    public string? HiddenFilter { get; set; }

    public EquatableArray<FilterModel> Filters => new(_filters);

    /// <summary>Reads what payloads have to be; null where they are not validated.</summary>
    public ValidationParser? Validation { get; } = KnownTypes.Argument(attribute, "ValidateMessages")?.Value is true ? new() : null;

    public EquatableArray<BoundValueModel> Values => new(_values);

    /// <summary>
    /// Whether another source generator may still add interfaces to a type: while generators run, to the partial ones of the project.
    /// Where nothing else makes sense they are taken for granted; what is wrong then is reported for the finished code.
    /// </summary>
    public bool MayBeCompleted(ITypeSymbol type) =>
        !isFinished
        && type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, DeclaringSyntaxReferences.IsEmpty: false } named
        && EndpointTypeParser.IsPartial(named, CancellationToken);

    public void AddCodec(CodecSource codec) => _codecs.Add(codec);

    /// <summary>The index of a value; the same value asked for twice is bound once.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">Its type.</param>
    public int AddValue(BoundValueModel value, ITypeSymbol type)
    {
        var index = _values.IndexOf(value);
        if (index < 0)
        {
            index = _values.Count;
            _values.Add(value);
            _valueTypes.Add(type);
        }

        return index;
    }

    /// <summary>The type of a value that was added.</summary>
    public ITypeSymbol TypeOf(BoundValueModel value) => _valueTypes[_values.IndexOf(value)];

    /// <summary>The index of a filter; one that is declared twice has one instance.</summary>
    public int AddFilter(FilterModel filter)
    {
        var index = _filters.IndexOf(filter);
        if (index < 0)
        {
            index = _filters.Count;
            _filters.Add(filter);
        }

        return index;
    }
}
