using System.Diagnostics.CodeAnalysis;

namespace Endpoints.Package.Tests.Feed;

/// <summary>All classes that need the packages share one workspace, and take turns: two builds at a time would only be slower.</summary>
[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711", Justification = "The test framework's word.")]
public sealed class WorkspaceCollection : ICollectionFixture<Workspace>
{
    public const string Name = "Workspace";
}
