namespace Endpoints.Generator.Diagnostics;

/// <summary>The categories, by which an <c>.editorconfig</c> sets the severity of a whole group.</summary>
internal static class DiagnosticCategories
{
    public const string Declaration = "Endpoints.Declaration";
    public const string Routing = "Endpoints.Routing";
    public const string Composition = "Endpoints.Composition";
    public const string Subprotocols = "Endpoints.Subprotocols";
    public const string Handlers = "Endpoints.Handlers";
    public const string Payloads = "Endpoints.Payloads";
    public const string State = "Endpoints.State";
    public const string Filters = "Endpoints.Filters";
    public const string Security = "Endpoints.Security";
    public const string Limits = "Endpoints.Limits";
}
