namespace Endpoints.Postgres.Tests.Server;

/// <summary>One server for all tests, which run one after the other: some of them stop it.</summary>
[CollectionDefinition(Name)]
public sealed class ServerCollection : ICollectionFixture<PostgresServer>
{
    public const string Name = "PostgreSQL";
}
