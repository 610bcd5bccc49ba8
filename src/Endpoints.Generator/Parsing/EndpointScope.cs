using Endpoints.Generator.Model;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>What the parsers of one endpoint share while it is parsed. Holds symbols, so it never leaves the parser.</summary>
internal sealed class EndpointScope(
    INamedTypeSymbol type, AttributeData attribute, ProblemReporter problems, CancellationToken cancellationToken)
{
    private readonly List<BoundValueModel> _values = [];
    private readonly List<CodecSource> _codecs = [];

    public INamedTypeSymbol Type { get; } = type;

    public AttributeData Attribute { get; } = attribute;

    public ProblemReporter Problems { get; } = problems;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public RouteTemplate Route { get; set; } = RouteTemplateParser.Parse("/");

    public IReadOnlyList<string> Protocols { get; set; } = [];

    public IReadOnlyList<CodecSource> Codecs => _codecs;

    public EquatableArray<BoundValueModel> Values => new(_values);

    public void AddCodec(CodecSource codec) => _codecs.Add(codec);

    /// <summary>The index of a value; the same value asked for twice is bound once.</summary>
    public int AddValue(BoundValueModel value)
    {
        var index = _values.IndexOf(value);
        if (index < 0)
        {
            index = _values.Count;
            _values.Add(value);
        }

        return index;
    }
}
