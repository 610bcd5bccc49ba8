using Endpoints.Grammar;

namespace Endpoints.Generator.Model;

/// <summary>One endpoint of the table: the least that the table's emission needs, so that other changes leave the table alone.</summary>
/// <param name="Pattern">The route template.</param>
/// <param name="Order">Its order.</param>
/// <param name="EndpointName">The endpoint class's full name.</param>
/// <param name="Descriptor">The expression that is its descriptor.</param>
/// <param name="Protocols">The sub-protocols offered.</param>
/// <param name="IsOwn">Whether it is of this assembly.</param>
internal sealed record TableRow(
    string Pattern, int Order, string EndpointName, string Descriptor, EquatableArray<string> Protocols, bool IsOwn)
{
    /// <summary>The assembly that declares it; empty for this one.</summary>
    public string Assembly { get; init; } = "";

    /// <summary>Whether the host may leave it out.</summary>
    public bool IsConditional { get; init; }

    public static TableRow Of(EndpointModel endpoint) => new(
        endpoint.Route.Text, endpoint.Order, endpoint.FullName, endpoint.Place.FullName + ".Instance", endpoint.Protocols, IsOwn: true)
    {
        IsConditional = endpoint.Condition is not null,
    };
}

/// <summary>What emission needs to know of the compilation.</summary>
/// <param name="TableNamespace">The namespace of the assembly's table.</param>
/// <param name="Registration">What <c>AddWebSocketEndpoints()</c> calls; <see langword="null"/> where no door is referenced.</param>
/// <param name="ReferencedRows">The endpoints of referenced assemblies.</param>
internal sealed record CompilationFacts(
    string TableNamespace, string? Registration, EquatableArray<TableRow> ReferencedRows);

/// <summary>The table of the assembly.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Rows">All endpoints, sorted.</param>
internal sealed record TableModel(string Namespace, EquatableArray<TableRow> Rows)
{
    public string ClassName => ClassNameIn(Namespace);

    public static string ClassNameIn(string @namespace) => "global::" + @namespace + ".EndpointTable";

    /// <summary>The table; null where nothing would use it.</summary>
    public static TableModel? Create(IEnumerable<TableRow> own, CompilationFacts facts)
    {
        TableRow[] rows =
        [
            .. own.Concat(facts.ReferencedRows)
                .OrderBy(r => r.Order)
                .ThenBy(r => RoutePrecedence.Of(RouteTemplateParser.Parse(r.Pattern)))
                .ThenBy(r => r.Pattern, StringComparer.Ordinal)
                .ThenBy(r => r.EndpointName, StringComparer.Ordinal)
                .ThenBy(r => r.Descriptor, StringComparer.Ordinal),
        ];
        var isUsed = facts.Registration is not null || rows.Length > 0;
        return isUsed ? new TableModel(facts.TableNamespace, new EquatableArray<TableRow>(rows)) : null;
    }
}
