using Endpoints.Generator.Model;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>Reads from the compilation what the table needs: small, and equal after each keystroke.</summary>
internal static class CompilationFactsParser
{
    private const string AspNetCoreAssembly = "Endpoints.AspNetCore";

    public static CompilationFacts Parse(Compilation compilation, CancellationToken cancellationToken)
    {
        var hasAspNetCore = compilation.SourceModule.ReferencedAssemblySymbols.Any(a => a.Name == AspNetCoreAssembly);
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
            hasAspNetCore,
            new EquatableArray<TableRow>(rows.OrderBy(r => r.Descriptor, StringComparer.Ordinal)));
    }
}
