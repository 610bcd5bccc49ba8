using Endpoints.Grammar;

namespace Endpoints.Generator.Model;

/// <summary>What tools are told of an endpoint, as text.</summary>
internal sealed record DescriptionModel
{
    public required string Endpoint { get; init; }

    public bool IsSingleton { get; init; }

    public bool RequiresProtocol { get; init; }

    public EquatableArray<string> Values { get; init; }

    public EquatableArray<string> Handlers { get; init; }

    public EquatableArray<string> Origins { get; init; }

    public EquatableArray<string> Limits { get; init; }

    public EquatableArray<string> Policies { get; init; }

    public EquatableArray<string> Conditions { get; init; }

    public static DescriptionModel Of(EndpointModel endpoint) => new()
    {
        Endpoint = endpoint.FullName,
        IsSingleton = endpoint.IsSingleton,
        RequiresProtocol = endpoint.RequiresProtocol,
        Values = new(endpoint.Values.Select(Describe)),
        Handlers = new(endpoint.Handlers.Select(h => Describe(h, endpoint.Protocols))),
        Origins = new(endpoint.Origins.Select(o => o.Kind switch
        {
            OriginPatternKind.Any => "*",
            OriginPatternKind.Exact => o.Text,
            _ => o.Scheme + "://*." + o.Authority,
        })),
        Limits = new(endpoint.Settings.Select(s => s.Name + " = " + s.Value.Substring(s.Value.LastIndexOf('.') + 1))),
        Policies = new(endpoint.Metadata.Select(m => m.Substring("new ".Length).Replace("global::", ""))),
        Conditions = new(endpoint.Condition is null ? [] : Describe(endpoint.Condition)),
    };

    private static string Describe(BoundValueModel value)
    {
        var text = value.Source.ToString().ToLowerInvariant() + " " + value.Name + ": " + value.Type.ShortName + (value.IsNullable ? "?" : "");
        var fallback = value.TemplateDefault is { Length: > 0 } template ? template : value.ParameterDefault;
        return fallback is null ? text : text + " = " + fallback;
    }

    private static string Describe(HandlerModel handler, EquatableArray<string> protocols)
    {
        var text = "On" + handler.Kind + " " + handler.MethodName + "(" + string.Join(", ", handler.Arguments.Select(a => a.Type.ShortName)) + ")";
        if (handler.Result is { Reply: not ReplyKind.None, Type: { } reply })
        {
            text += " -> " + reply.ShortName + (handler.Result.Shape == ResultShape.Stream ? "..." : "");
        }

        return handler.ProtocolIndex < 0 ? text : text + " [" + protocols[handler.ProtocolIndex] + "]";
    }

    private static IEnumerable<string> Describe(ConditionModel condition)
    {
        if (condition.Environments.Count > 0)
        {
            yield return "environment " + string.Join(" or ", condition.Environments);
        }

        if (condition.Feature is not null)
        {
            yield return "feature " + condition.Feature;
        }

        if (condition.Type is not null)
        {
            yield return "condition " + condition.Type.ShortName;
        }
    }
}
