using Endpoints.Grammar;

namespace Endpoints.Generator.Model;

/// <summary>All that emission knows of an endpoint class. Plain values, compared by value: the build's cache depends on it.</summary>
internal sealed record EndpointModel
{
    /// <summary>How <see cref="HintName"/> ends.</summary>
    public const string HintSuffix = ".Endpoint.g.cs";

    public required TypeRef Type { get; init; }

    /// <summary>The full name without <c>global::</c>, nested types with dots.</summary>
    public required string FullName { get; init; }

    public required string HintName { get; init; }

    /// <summary>Whether it is a client's: it is no row of the table, and has neither a route nor a link.</summary>
    public bool IsClient { get; init; }

    /// <summary>Where the descriptor is emitted, or what stands for it at a client.</summary>
    public required DescriptorPlace Place { get; init; }

    public required RouteTemplate Route { get; init; }

    public int Order { get; init; }

    public EquatableArray<string> Protocols { get; init; }

    public bool PrefersServerOrder { get; init; }

    public bool RequiresProtocol { get; init; }

    public EquatableArray<OriginPattern> Origins { get; init; }

    public bool IsSingleton { get; init; }

    public DisposalKind Disposal { get; init; }

    /// <summary>The context that the attribute names; null when it names none.</summary>
    public JsonContextModel? JsonContext { get; init; }

    /// <summary>Limits and switches that the attribute sets.</summary>
    public EquatableArray<SettingModel> Settings { get; init; }

    /// <summary><c>new</c> expressions of the class's other attributes.</summary>
    public EquatableArray<string> Metadata { get; init; }

    /// <summary>Whether an attribute of the class demands something of the user, and none lifts all demands.</summary>
    public bool DemandsUser { get; init; }

    public EquatableArray<ConstructorArgumentModel> Constructor { get; init; }

    /// <summary>What it keeps for each session; null for nothing.</summary>
    public StateModel? State { get; init; }

    /// <summary>Every filter of the class and of its handlers.</summary>
    public EquatableArray<FilterModel> AllFilters { get; init; }

    /// <summary>The filters around all handlers, outermost first, as indexes into <see cref="AllFilters"/>.</summary>
    public EquatableArray<int> Filters { get; init; }

    /// <summary>The validation of its payloads; null where none is asked for.</summary>
    public ValidationModel? Validation { get; init; }

    public EquatableArray<BoundValueModel> Values { get; init; }

    public EquatableArray<HandlerModel> Handlers { get; init; }

    /// <summary>What must hold for it to be served; null for nothing.</summary>
    public ConditionModel? Condition { get; init; }

    /// <summary>Its path and address; null at a client.</summary>
    public LinkModel? Link { get; init; }

    /// <summary>The <c>[UseCodec]</c> attributes, in the order of the source.</summary>
    public EquatableArray<CodecUseModel> CodecUses { get; init; }

    /// <summary>What runs in the sessions of each sub-protocol; filled, as all below, by <see cref="PayloadResolver"/>.</summary>
    public EquatableArray<DispatchTableModel> Tables { get; init; }

    /// <summary>JSON types of payloads and replies.</summary>
    public EquatableArray<JsonTypeModel> JsonTypes { get; init; }

    /// <summary>Codecs of payloads and replies.</summary>
    public EquatableArray<CodecModel> Codecs { get; init; }

    /// <summary>Replies that are written with a discriminator.</summary>
    public EquatableArray<MessageReplyModel> MessageReplies { get; init; }
}

/// <summary>A limit or switch of the attribute: a property of <c>EndpointSettings</c> and its value, a number or a boolean literal.</summary>
internal sealed record SettingModel(string Name, string Value);

/// <summary>What the dispatcher disposes when a session ends.</summary>
internal enum DisposalKind
{
    None,
    Disposable,
    AsyncDisposable,
}

/// <summary>Where an endpoint's descriptor is emitted.</summary>
/// <param name="Namespace">The namespace; empty for the global one.</param>
/// <param name="ContainingTypes">The partial types around it, outermost first; empty for a class of its own.</param>
/// <param name="ClassName">Its name.</param>
internal sealed record DescriptorPlace(string Namespace, EquatableArray<ContainingTypeModel> ContainingTypes, string ClassName)
{
    public string FullName
    {
        get
        {
            var parts = ContainingTypes.Select(t => t.Name).Concat([ClassName]);
            return "global::" + string.Join(".", Namespace.Length == 0 ? parts : new[] { Namespace }.Concat(parts));
        }
    }
}

/// <summary>A partial type around a descriptor.</summary>
/// <param name="Keyword"><c>class</c>, <c>record</c>, <c>struct</c>, <c>record struct</c> or <c>interface</c>.</param>
/// <param name="Name">Its name.</param>
internal sealed record ContainingTypeModel(string Keyword, string Name);
