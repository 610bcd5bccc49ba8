using Endpoints.Generator.Model;
using Endpoints.Grammar;

namespace Endpoints.Generator.Parsing;

/// <summary>What was read of a project, file by file, so that a part of it can be read again.</summary>
/// <param name="Files">What was read of each file, in the order of the files.</param>
/// <param name="Facts">What emission needs to know of the compilation.</param>
internal sealed record ProjectReading(IReadOnlyList<FileReading> Files, CompilationFacts Facts)
{
    public ProjectModel ToModel() => new(
        new EquatableArray<FileModel>(Files.Select(f => f.Model)),
        JsonContextParser.Sort(Files.SelectMany(f => f.Contexts).Distinct()),
        new EquatableArray<KeyedTypeModel>(Files.SelectMany(f => f.KeyedTypes).Distinct().OrderBy(t => t.Name, StringComparer.Ordinal)),
        Facts);
}

/// <summary>What was read of a file.</summary>
/// <param name="Model">Its endpoints.</param>
/// <param name="Contexts">Its JSON contexts.</param>
/// <param name="KeyedTypes">Its messages with keys.</param>
internal sealed record FileReading(FileModel Model, IReadOnlyList<JsonContextModel> Contexts, IReadOnlyList<KeyedTypeModel> KeyedTypes)
{
    public static FileReading Empty { get; } = new(FileModel.Empty, [], []);
}
