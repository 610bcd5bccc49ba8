namespace Endpoints.Generator;

/// <summary>Names of the pipeline's steps, by which tests see what was cached.</summary>
internal static class TrackingNames
{
    public const string ParsedEndpoints = nameof(ParsedEndpoints);
    public const string JsonContexts = nameof(JsonContexts);
    public const string SortedJsonContexts = nameof(SortedJsonContexts);
    public const string Endpoints = nameof(Endpoints);
    public const string Surfaces = nameof(Surfaces);
    public const string CompilationFacts = nameof(CompilationFacts);
    public const string TableRows = nameof(TableRows);
    public const string Table = nameof(Table);
    public const string Registration = nameof(Registration);

    public static readonly string[] All =
        [ParsedEndpoints, JsonContexts, SortedJsonContexts, Endpoints, Surfaces, CompilationFacts, TableRows, Table, Registration];
}
