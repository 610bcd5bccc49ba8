using Endpoints.Generator.Model;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Endpoints.Generator.Parsing;

/// <summary>Reads the endpoints, the JSON contexts and the references of a project.</summary>
internal static class ProjectParser
{
    private static readonly string[] AttributeNames = ["WebSocketEndpoint", "JsonSerializable"];

    public static ProjectModel Parse(CSharpCompilation compilation, CancellationToken cancellationToken)
    {
        var trees = compilation.SyntaxTrees;
        var globalAliases = new HashSet<string>(
            trees.SelectMany(t => AttributedTypes.Of(t, cancellationToken).GlobalAliases), StringComparer.Ordinal);
        var files = new FileModel[trees.Length];
        HashSet<JsonContextModel> contexts = [];
        for (var i = 0; i < files.Length; i++)
        {
            SemanticModel? model = null;
            List<EndpointModel> endpoints = [];
            foreach (var node in AttributedTypes.Of(trees[i], cancellationToken).WithAnyOf(AttributeNames, globalAliases))
            {
                cancellationToken.ThrowIfCancellationRequested();
                model ??= compilation.GetSemanticModel(trees[i]);
                if (model.GetDeclaredSymbol(node, cancellationToken) is not INamedTypeSymbol type)
                {
                    continue;
                }

                if (EndpointParser.Parse(type, node, cancellationToken) is { } endpoint)
                {
                    endpoints.Add(endpoint);
                }

                if (JsonContextParser.Parse(type) is { } context)
                {
                    contexts.Add(context);
                }
            }

            files[i] = endpoints.Count == 0 ? FileModel.Empty : new FileModel(new EquatableArray<EndpointModel>(endpoints));
        }

        return new ProjectModel(
            new EquatableArray<FileModel>(files), JsonContextParser.Sort(contexts), CompilationFactsParser.Parse(compilation, cancellationToken));
    }
}
