using System.Diagnostics.CodeAnalysis;

namespace TopologySimulation;

/// <summary>Places the members of groups on nodes at random, publishes, and counts. The seed is fixed, so that everybody gets the same table.</summary>
[SuppressMessage("Security", "CA5394", Justification = "It places sessions; nobody gains by guessing where.")]
internal sealed class Simulation(int seed, int samples, int degree)
{
    private readonly Random _random = new(seed);

    public Cost Run(Fleet fleet, Topology topology)
    {
        double copies = 0;
        double hops = 0;
        for (var sample = 0; sample < samples; sample++)
        {
            var reached = Reach(fleet, topology);
            copies += reached;
            hops += topology == Topology.Tree ? Depth(reached) : 2;
        }

        copies /= samples;
        hops /= samples;
        var sent = fleet.Publishes * copies;
        return topology == Topology.Tree
            ? new Cost(copies, 0, sent / fleet.Nodes, sent / fleet.Nodes, hops)
            : new Cost(copies, sent, sent / fleet.Nodes, fleet.Publishes / fleet.Nodes, hops);
    }

    /// <summary>How many nodes get one message.</summary>
    private int Reach(Fleet fleet, Topology topology) => topology switch
    {
        Topology.Flood => fleet.Nodes,
        Topology.RoutedAndPlaced => (int)Math.Min(fleet.Nodes, (fleet.GroupSize + fleet.PerNode - 1) / fleet.PerNode),
        _ => Scatter(fleet.Nodes, fleet.GroupSize),
    };

    /// <summary>Throws the members at nodes, and counts those that are hit.</summary>
    private int Scatter(int nodes, long members)
    {
        // Beyond this no node stays empty but by a chance of less than one in a million.
        if (members > 20L * nodes)
        {
            return nodes;
        }

        var isHit = new bool[nodes];
        var hit = 0;
        for (var member = 0; member < members; member++)
        {
            ref var node = ref isHit[_random.Next(nodes)];
            hit += node ? 0 : 1;
            node = true;
        }

        return hit;
    }

    /// <summary>The levels of a tree below its root, each node of which tells as many others as <c>degree</c> says.</summary>
    private int Depth(int nodes)
    {
        long told = 0;
        long level = 1;
        var depth = 0;
        while (told < nodes)
        {
            level *= degree;
            told += level;
            depth++;
        }

        return depth;
    }
}
