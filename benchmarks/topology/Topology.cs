namespace TopologySimulation;

/// <summary>How a message comes from the node where it is published to those that have members of its group.</summary>
internal enum Topology
{
    /// <summary>By a broker, to all nodes.</summary>
    Flood,

    /// <summary>By a broker, to the nodes that have members, wherever their sessions happen to be.</summary>
    Routed,

    /// <summary>The same, and the load balancer brings the sessions of a group to as few nodes as hold them.</summary>
    RoutedAndPlaced,

    /// <summary>From node to node, each telling a few others, to all that have members.</summary>
    Tree,
}
