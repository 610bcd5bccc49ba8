using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Tests.Harness;

/// <summary>
/// Walks everything that the pipeline's steps keep and finds what must not be kept: compiler objects, which hold whole compilations in
/// memory and never compare equal.
/// </summary>
internal static class ModelGraph
{
    private static readonly Type[] Forbidden =
    [
        typeof(Compilation),
        typeof(ISymbol),
        typeof(SyntaxNode),
        typeof(SyntaxTree),
        typeof(SyntaxReference),
        typeof(SemanticModel),
        typeof(Location),
        typeof(AttributeData),
        typeof(IOperation),
        typeof(Diagnostic),
    ];

    public static IEnumerable<string> ForeignObjects(GeneratorRun run, string[] stepNames)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        List<string> problems = [];
        foreach (var name in stepNames)
        {
            foreach (var output in GeneratorChecks.Outputs(run, name))
            {
                Walk(output, name, seen, problems);
            }
        }

        return problems;
    }

    private static void Walk(object? value, string path, HashSet<object> seen, List<string> problems)
    {
        if (value is null or string || value.GetType().IsPrimitive || value.GetType().IsEnum || (!value.GetType().IsValueType && !seen.Add(value)))
        {
            return;
        }

        var type = value.GetType();
        if (Forbidden.FirstOrDefault(f => f.IsAssignableFrom(type)) is { } forbidden)
        {
            problems.Add($"{path} keeps a {forbidden.Name} ({type.Name}).");
            return;
        }

        if (value is IEnumerable items && type.IsArray)
        {
            foreach (var item in items)
            {
                Walk(item, path + "[]", seen, problems);
            }

            return;
        }

        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var field in current.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                Walk(field.GetValue(value), path + "." + field.Name, seen, problems);
            }
        }
    }
}
