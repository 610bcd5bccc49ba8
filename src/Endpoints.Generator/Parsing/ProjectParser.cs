using Endpoints.Generator.Model;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Endpoints.Generator.Parsing;

/// <summary>Reads the endpoints, the JSON contexts, the messages with keys and the references of a project.</summary>
internal static class ProjectParser
{
    private static readonly string[] AttributeNames = ["WebSocketEndpoint", "WebSocketClientEndpoint", "JsonSerializable", KeyedTypeParser.AttributeName];

    public static ProjectReading Parse(CSharpCompilation compilation, CancellationToken cancellationToken) => new(
        ParseFiles(compilation, (_, read) => read(), cancellationToken), CompilationFactsParser.Parse(compilation, cancellationToken));

    /// <summary>Reads some files again; of the others, and of the references, what was read before still holds.</summary>
    public static ProjectReading ParseAgain(
        CSharpCompilation compilation, ProjectReading before, HashSet<int> files, CancellationToken cancellationToken) =>
        before with { Files = ParseFiles(compilation, (i, read) => files.Contains(i) ? read() : before.Files[i], cancellationToken) };

    private static FileReading[] ParseFiles(
        CSharpCompilation compilation, Func<int, Func<FileReading>, FileReading> choose, CancellationToken cancellationToken)
    {
        var trees = compilation.SyntaxTrees;
        var globalAliases = new HashSet<string>(
            trees.SelectMany(t => AttributedTypes.Of(t, cancellationToken).GlobalAliases), StringComparer.Ordinal);
        var files = new FileReading[trees.Length];
        for (var i = 0; i < files.Length; i++)
        {
            var tree = trees[i];
            files[i] = choose(i, () => ParseFile(compilation, tree, globalAliases, cancellationToken));
        }

        return files;
    }

    private static FileReading ParseFile(
        CSharpCompilation compilation, SyntaxTree tree, HashSet<string> globalAliases, CancellationToken cancellationToken)
    {
        SemanticModel? model = null;
        List<EndpointModel> endpoints = [];
        List<JsonContextModel> contexts = [];
        List<KeyedTypeModel> keyed = [];
        foreach (var node in AttributedTypes.Of(tree, cancellationToken).WithAnyOf(AttributeNames, globalAliases))
        {
            cancellationToken.ThrowIfCancellationRequested();
            model ??= compilation.GetSemanticModel(tree);
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

            if (KeyedTypeParser.Parse(type) is { } message)
            {
                keyed.Add(message);
            }
        }

        var file = endpoints.Count == 0 ? FileModel.Empty : new FileModel(new EquatableArray<EndpointModel>(endpoints));
        return endpoints.Count == 0 && contexts.Count == 0 && keyed.Count == 0 ? FileReading.Empty : new FileReading(file, contexts, keyed);
    }
}
