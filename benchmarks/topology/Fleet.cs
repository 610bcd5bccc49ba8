namespace TopologySimulation;

/// <summary>What is simulated: nodes with sessions on them, of which some are in the group that a message is for.</summary>
/// <param name="Sessions">Of all nodes together.</param>
/// <param name="PerNode">Sessions that a node holds.</param>
/// <param name="GroupSize">Members of a group; every session is in one such group.</param>
/// <param name="PublishesPerSession">Messages that a session publishes to its group, a second.</param>
internal sealed record Fleet(long Sessions, int PerNode, long GroupSize, double PublishesPerSession)
{
    public int Nodes => (int)((Sessions + PerNode - 1) / PerNode);

    /// <summary>Messages published a second, by all sessions.</summary>
    public double Publishes => Sessions * PublishesPerSession;

    /// <summary>Messages that reach sessions a second, at each node: whatever the topology, this is to be done.</summary>
    public double DeliveriesPerNode => Publishes * GroupSize / Nodes;
}
