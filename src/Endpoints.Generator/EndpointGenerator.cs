using Endpoints.Generator.Emission;
using Endpoints.Generator.Model;
using Endpoints.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Endpoints.Generator;

/// <summary>
/// Emits one file for each endpoint class, with its descriptor, dispatcher and links, and one table for the assembly. Endpoints of clients have
/// a dispatcher and what connects them, and are not in the table.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class EndpointGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        context.RegisterPostInitializationOutput(static output => output.AddEmbeddedAttributeDefinition());
        var project = context.CompilationProvider
            .Select(static (compilation, _) => new Declarations((CSharpCompilation)compilation))
            .WithComparer(Declarations.Comparer)
            .WithTrackingName(TrackingNames.Declarations)
            .Select(static (declarations, cancellationToken) => declarations.Read(cancellationToken))
            .WithTrackingName(TrackingNames.Project);
        var contexts = project
            .Select(static (project, _) => project.JsonContexts)
            .WithTrackingName(TrackingNames.JsonContexts);
        var endpoints = project
            .SelectMany(static (project, _) => project.Files)
            .WithTrackingName(TrackingNames.Files)
            .SelectMany(static (file, _) => file.Endpoints)
            .WithTrackingName(TrackingNames.ParsedEndpoints)
            .Combine(contexts)
            .Select(static (pair, _) => PayloadResolver.Resolve(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.Endpoints);
        context.RegisterSourceOutput(endpoints, static (output, endpoint) =>
        {
            if (endpoint is not null)
            {
                output.AddSource(endpoint.HintName, EndpointEmitter.Emit(endpoint));
            }
        });

        var facts = project
            .Select(static (project, _) => project.Facts)
            .WithTrackingName(TrackingNames.CompilationFacts);
        var table = endpoints
            .Select(static (endpoint, _) => endpoint is null or { IsClient: true } ? null : TableRow.Of(endpoint))
            .WithTrackingName(TrackingNames.TableRows)
            .Collect()
            .Combine(facts)
            .Select(static (pair, _) => TableModel.Create(pair.Left.OfType<TableRow>(), pair.Right))
            .WithTrackingName(TrackingNames.Table);
        context.RegisterSourceOutput(table, static (output, model) =>
        {
            if (model is not null)
            {
                output.AddSource(TableEmitter.HintName, TableEmitter.Emit(model));
            }
        });

        var keys = project
            .Select(static (project, _) => (Types: project.KeyedTypes, Namespace: project.Facts.TableNamespace))
            .WithTrackingName(TrackingNames.KeyedTypes);
        context.RegisterSourceOutput(keys, static (output, pair) =>
        {
            if (pair.Types.Count > 0)
            {
                output.AddSource(MessageKeyEmitter.HintName, MessageKeyEmitter.Emit(pair.Types, pair.Namespace));
            }
        });

        var registration = facts
            .Select(static (compilation, _) => (Method: compilation.Registration, Table: TableModel.ClassNameIn(compilation.TableNamespace)))
            .WithTrackingName(TrackingNames.Registration);
        context.RegisterSourceOutput(registration, static (output, pair) =>
        {
            if (pair.Method is not null)
            {
                output.AddSource(RegistrationEmitter.HintName, RegistrationEmitter.Emit(pair.Method, pair.Table));
            }
        });
    }
}
