namespace Endpoints.Backplane.Tests.Broker;

/// <summary>One broker for all tests, which run one after the other: some of them stop it.</summary>
[CollectionDefinition(Name)]
public sealed class BrokerCollection : ICollectionFixture<RabbitBroker>
{
    public const string Name = "Broker";
}
