using Endpoints.Generator.Model;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>What the parsers of one endpoint share while it is parsed. Holds symbols, so it never leaves the parser.</summary>
internal sealed class EndpointScope(
    INamedTypeSymbol type, AttributeData attribute, ProblemReporter problems, CancellationToken cancellationToken)
{
    private readonly List<BoundValueModel> _values = [];
    private readonly List<ITypeSymbol> _valueTypes = [];

    public INamedTypeSymbol Type { get; } = type;

    public AttributeData Attribute { get; } = attribute;

    public ProblemReporter Problems { get; } = problems;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public RouteTemplate Route { get; set; } = RouteTemplateParser.Parse("/");

    public IReadOnlyList<string> Protocols { get; set; } = [];

    public EquatableArray<BoundValueModel> Values => new(_values);

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
}
