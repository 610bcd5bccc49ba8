using System.Globalization;
using Endpoints.Generator.Model;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Endpoints.Generator.Parsing;

/// <summary>
/// Reads an endpoint class. The generator and the analyzers call the same code: the former without a sink, the latter with one.
/// </summary>
internal static class EndpointParser
{
    private static readonly string[] LimitNames =
    [
        "MaxMessageSize",
        "MaxFrameSize",
        "MaxSendQueueSize",
        "MaxSendQueueMessages",
        "KeepAliveIntervalSeconds",
        "KeepAliveTimeoutSeconds",
        "IdleTimeoutSeconds",
        "CloseTimeoutSeconds",
        "MaxConcurrency",
        "MaxSessions",
        "MaxSessionsPerAddress",
        "MaxSessionsPerUser",
    ];

    // In the order of their values.
    private static readonly string[] SendPolicyNames = ["Wait", "DropNewest", "DropOldest", "KeepLatest", "Disconnect"];

    /// <summary>
    /// Reads a class for the generator, at one of the places that declare it, but for which parameters are typed payloads: that takes the
    /// project's contexts, see <see cref="PayloadResolver"/>. A class that carries the attribute twice, which does not compile but may be
    /// typed, is read at the first place only: two emitted files of one name would fail the whole generator.
    /// </summary>
    /// <returns>Null when the endpoint cannot be emitted, or the attribute is not at this place.</returns>
    public static EndpointModel? Parse(INamedTypeSymbol type, TypeDeclarationSyntax node, CancellationToken cancellationToken)
    {
        var first = EndpointAttributes.Find(type);
        return first?.ApplicationSyntaxReference is { } place
            && place.SyntaxTree == node.SyntaxTree
            && node.FullSpan.Contains(place.Span)
            && IsNamed(type)
                ? Parse(type, first, new ProblemReporter(null), isFinished: false, cancellationToken, out _)
                : null;
    }

    /// <summary>
    /// Whether the class, what it stands in, its members and the types that emitted code would write have names. While one is typed they
    /// may have none, which is the compiler's error alone; what would be emitted of them would only add to it.
    /// </summary>
    public static bool IsNamed(INamedTypeSymbol type)
    {
        for (ISymbol symbol = type; symbol is not INamespaceSymbol { IsGlobalNamespace: true }; symbol = symbol.ContainingSymbol)
        {
            if (symbol.Name.Length == 0)
            {
                return false;
            }
        }

        return type.GetMembers().All(m => m.Name.Length > 0 && (m is not IMethodSymbol method || AreTypesNamed(method)));
    }

    // Those of other methods are not written.
    private static bool AreTypesNamed(IMethodSymbol method) =>
        (method.MethodKind != MethodKind.Constructor && method.GetAttributes().IsEmpty)
        || (TypeNames.IsWritable(method.ReturnType) && method.Parameters.All(p => TypeNames.IsWritable(p.Type)));

    /// <summary>Reads everything and reports all problems, those with typed payloads included: for analyzers.</summary>
    public static EndpointModel? Check(
        INamedTypeSymbol type,
        AttributeData attribute,
        EquatableArray<JsonContextModel> contexts,
        IProblemSink sink,
        CancellationToken cancellationToken) =>
        Check(type, attribute, contexts, sink, isFinished: true, cancellationToken);

    /// <summary>The same for a compilation as generators see it, which is without what they add.</summary>
    public static EndpointModel? CheckUnfinished(
        INamedTypeSymbol type,
        AttributeData attribute,
        EquatableArray<JsonContextModel> contexts,
        IProblemSink sink,
        CancellationToken cancellationToken) =>
        Check(type, attribute, contexts, sink, isFinished: false, cancellationToken);

    private static EndpointModel? Check(
        INamedTypeSymbol type,
        AttributeData attribute,
        EquatableArray<JsonContextModel> contexts,
        IProblemSink sink,
        bool isFinished,
        CancellationToken cancellationToken)
    {
        var endpoint = Parse(type, attribute, new ProblemReporter(sink), isFinished, cancellationToken, out var handlers);
        if (endpoint is null)
        {
            return null;
        }

        List<PayloadProblem> problems = [];
        var resolved = PayloadResolver.Resolve(endpoint, contexts, problems);
        foreach (var problem in problems)
        {
            if (!ContractProblems.Report(sink, type, attribute, handlers, problem, cancellationToken))
            {
                PayloadProblems.Report(sink, endpoint, handlers[problem.Handler], problem, cancellationToken);
            }
        }

        if (resolved is not null)
        {
            SettingProblems.ReportIdle(sink, type, attribute, resolved, cancellationToken);
        }

        return resolved;
    }

    private static EndpointModel? Parse(
        INamedTypeSymbol type,
        AttributeData attribute,
        ProblemReporter problems,
        bool isFinished,
        CancellationToken cancellationToken,
        out List<HandlerSource> handlers)
    {
        var scope = new EndpointScope(type, attribute, problems, isFinished, cancellationToken);
        handlers = [];
        if (!EndpointTypeParser.CheckType(scope))
        {
            return null;
        }

        scope.Protocols = [.. ReadStrings(attribute, "Protocols")];
        if (!scope.IsClient)
        {
            scope.Route = RouteParser.Parse(scope);
        }

        SettingProblems.CheckDiscriminator(scope);
        var filters = FilterParser.ParseEndpoint(scope);
        var codecs = CodecParser.Parse(scope);
        handlers = HandlerParser.ParseAll(scope);
        FilterParser.CheckPlacement(scope, handlers);
        FilterParser.CheckBodies(scope, filters, handlers);
        AuthorizationParser.CheckPlacement(scope, handlers);
        cancellationToken.ThrowIfCancellationRequested();
        var constructor = ConstructorParser.Find(type);
        var place = EndpointTypeParser.FindPlace(scope, handlers, constructor);
        var arguments = ConstructorParser.Parse(scope, constructor, scope.IsSingleton);
        var condition = scope.IsClient ? null : ConditionParser.Parse(scope);
        var metadata = scope.IsClient
            ? EquatableArray<string>.Empty
            : MetadataParser.Parse(type, attribute => AuthorizationParser.ReportLost(scope, attribute));
        if (problems.HasErrors || place is null)
        {
            return null;
        }

        var fullName = TypeNames.Full(type);
        return new EndpointModel
        {
            Type = TypeNames.Of(type),
            FullName = fullName,
            HintName = EndpointTypeParser.HintName(type, fullName),
            IsClient = scope.IsClient,
            Place = place,
            Route = scope.Route,
            Order = KnownTypes.Argument(attribute, "Order")?.Value as int? ?? 0,
            Protocols = new EquatableArray<string>(scope.Protocols),
            PrefersServerOrder = KnownTypes.Argument(attribute, "ProtocolPreference")?.Value is 1,
            RequiresProtocol = KnownTypes.Argument(attribute, "RequireProtocol")?.Value is true,
            Origins = new EquatableArray<OriginPattern>(
                ReadStrings(attribute, "Origins").Select(o => OriginPattern.Parse(o, out _)).OfType<OriginPattern>()),
            IsSingleton = scope.IsSingleton,
            Disposal = EndpointTypeParser.DisposalOf(type),
            JsonContext = KnownTypes.Argument(attribute, "JsonContext")?.Value is INamedTypeSymbol context
                ? JsonContextParser.Read(context)
                : null,
            Settings = new EquatableArray<SettingModel>([.. ReadSettings(attribute), .. RateLimitParser.Read(type)]),
            Metadata = metadata,
            DemandsUser = !scope.IsClient && AuthorizationParser.DemandsUser(type),
            Constructor = arguments,
            State = scope.State,
            Validation = scope.Validation?.ToModel(),
            AllFilters = scope.Filters,
            Filters = filters,
            Values = scope.Values,
            Handlers = new EquatableArray<HandlerModel>(handlers.Select(h => h.Model)),
            CodecUses = new EquatableArray<CodecUseModel>(codecs),
            Condition = condition,
            Link = scope.IsClient ? null : LinkParser.Parse(scope),
        };
    }

    private static IEnumerable<SettingModel> ReadSettings(AttributeData attribute)
    {
        foreach (var name in LimitNames)
        {
            if (KnownTypes.Argument(attribute, name)?.Value is int value and not 0)
            {
                yield return new SettingModel(name, value.ToString(CultureInfo.InvariantCulture));
            }
        }

        // EndpointCompression: 0 is the application's choice.
        if (KnownTypes.Argument(attribute, "Compression")?.Value is int compression and not 0)
        {
            yield return new SettingModel("Compression", compression == 1 ? "true" : "false");
        }

        // Any is the endpoint's own choice, the first one, too: an application may have another.
        if (KnownTypes.Argument(attribute, "SendPolicy")?.Value is byte policy && policy < SendPolicyNames.Length)
        {
            yield return new SettingModel("SendPolicy", "global::Endpoints.SendPolicy." + SendPolicyNames[policy]);
        }

        if (KnownTypes.Argument(attribute, "ResumesOnThreadPool")?.Value is true)
        {
            yield return new SettingModel("ResumesOnThreadPool", "true");
        }
    }

    private static IEnumerable<string> ReadStrings(AttributeData attribute, string name) =>
        KnownTypes.Argument(attribute, name) is { Kind: TypedConstantKind.Array, IsNull: false } array
            ? array.Values.Select(v => v.Kind == TypedConstantKind.Primitive ? v.Value as string : null).OfType<string>()
            : [];
}
