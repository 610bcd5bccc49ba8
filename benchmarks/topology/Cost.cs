namespace TopologySimulation;

/// <summary>What a topology costs, a second.</summary>
/// <param name="Copies">Nodes that a message is sent to, on average.</param>
/// <param name="BrokerOut">Messages that leave the broker; 0 where there is none.</param>
/// <param name="NodeIn">Messages from other nodes that a node takes.</param>
/// <param name="NodeOut">Messages to others, or to the broker, that a node sends.</param>
/// <param name="Hops">Links that the last copy has passed.</param>
internal sealed record Cost(double Copies, double BrokerOut, double NodeIn, double NodeOut, double Hops);
