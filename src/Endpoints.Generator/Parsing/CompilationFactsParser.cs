using Endpoints.Generator.Model;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>Reads from the compilation what the table needs: small, and equal after each keystroke.</summary>
internal static class CompilationFactsParser
{
    private const string Services = ".WebSocketEndpointServices";

    // What registers endpoints, by the assembly that has to be referenced for it; ASP.NET Core's adds to the other.
    private static readonly (string Assembly, string Registration)[] Registrations =
    [
        ("Endpoints.AspNetCore", "global::Endpoints.AspNetCore" + Services),
        ("Endpoints.Transport.Linux", "global::Endpoints.Hosting" + Services),
    ];

    public static CompilationFacts Parse(Compilation compilation, CancellationToken cancellationToken)
    {
        var references = compilation.SourceModule.ReferencedAssemblySymbols;
        var registration = Registrations.FirstOrDefault(r => references.Any(a => a.Name == r.Assembly)).Registration;
        List<TableRow> rows = [];
        foreach (var row in ReferencedRows.Read(compilation, cancellationToken))
        {
            if (ReferencedRows.TableOf(row.Library) is { } table)
            {
                var descriptor = TypeNames.Of(table).Name + ".Instance.Endpoints[" + row.Index + "]";
                rows.Add(new TableRow(row.Pattern, row.Order, row.Endpoint, descriptor, row.Protocols, IsOwn: false)
                {
                    Assembly = row.DeclaringAssembly,
                    IsConditional = row.IsConditional,
                });
            }
        }

        var name = TypeNames.Mangle(compilation.AssemblyName ?? "Unnamed");
        if (compilation.GetTypeByMetadataName("Endpoints.Generated." + name) is not null)
        {
            name += "_";
        }

        return new CompilationFacts(
            "Endpoints.Generated." + name,
            registration,
            new EquatableArray<TableRow>(rows.OrderBy(r => r.Descriptor, StringComparer.Ordinal)));
    }
}
