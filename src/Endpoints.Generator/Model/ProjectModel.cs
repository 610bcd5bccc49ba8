using Endpoints.Grammar;

namespace Endpoints.Generator.Model;

/// <summary>All that is read of a project.</summary>
/// <param name="Files">
/// The endpoints of each source file, in the order of files, without endpoints too: so what a file has does not move with what others have.
/// </param>
/// <param name="JsonContexts">The contexts, in ordinal order.</param>
/// <param name="KeyedTypes">The message types with <c>[KeepLatest]</c>, in ordinal order.</param>
/// <param name="Facts">What emission needs to know of the compilation.</param>
internal sealed record ProjectModel(
    EquatableArray<FileModel> Files,
    EquatableArray<JsonContextModel> JsonContexts,
    EquatableArray<KeyedTypeModel> KeyedTypes,
    CompilationFacts Facts);

/// <summary>The endpoints of a source file, in the order of the text.</summary>
/// <param name="Endpoints">The endpoints that can be emitted, payloads undecided.</param>
internal sealed record FileModel(EquatableArray<EndpointModel> Endpoints)
{
    public static FileModel Empty { get; } = new(EquatableArray<EndpointModel>.Empty);
}
