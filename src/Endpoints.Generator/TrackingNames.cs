namespace Endpoints.Generator;

/// <summary>Names of the pipeline's steps, by which tests see what was cached.</summary>
internal static class TrackingNames
{
    /// <summary>Holds compiler objects, on purpose.</summary>
    public const string Declarations = nameof(Declarations);

    /// <summary>Changes with each declaration anywhere, as <see cref="Files"/> does with the number of files.</summary>
    public const string Project = nameof(Project);
    public const string Files = nameof(Files);
    public const string ParsedEndpoints = nameof(ParsedEndpoints);
    public const string JsonContexts = nameof(JsonContexts);
    public const string Endpoints = nameof(Endpoints);
    public const string CompilationFacts = nameof(CompilationFacts);
    public const string TableRows = nameof(TableRows);
    public const string Table = nameof(Table);
    public const string Registration = nameof(Registration);
    public const string KeyedTypes = nameof(KeyedTypes);

    /// <summary>Those that do not change with what does not concern them.</summary>
    public static readonly string[] All =
        [ParsedEndpoints, JsonContexts, Endpoints, CompilationFacts, TableRows, Table, Registration, KeyedTypes];
}
