// Prints what a message to a group costs between the nodes of a fleet, by topology, as the table of docs/scaling.md:
//   dotnet run -c Release --project benchmarks/topology
using System.Globalization;
using TopologySimulation;

const int Seed = 7;
const int Samples = 2000;
const int Degree = 8;
const int PerNode = 50_000;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Fleet[] fleets =
[
    new(1_000_000, PerNode, GroupSize: 10, PublishesPerSession: 0.1),
    new(1_000_000, PerNode, GroupSize: 1_000, PublishesPerSession: 0.001),
    new(1_000_000, PerNode, GroupSize: 1_000_000, PublishesPerSession: 0.000_001),
    new(100_000_000, PerNode, GroupSize: 10, PublishesPerSession: 0.1),
    new(100_000_000, PerNode, GroupSize: 1_000, PublishesPerSession: 0.001),
    new(100_000_000, PerNode, GroupSize: 100_000_000, PublishesPerSession: 0.000_000_01),
];
var simulation = new Simulation(Seed, Samples, Degree);
Console.WriteLine("| sessions | nodes | group | published /s | delivered /s, a node | topology | copies of a message | broker out /s | node in /s | node out /s | hops |");
Console.WriteLine("|---:|---:|---:|---:|---:|---|---:|---:|---:|---:|---:|");
foreach (var fleet in fleets)
{
    foreach (var topology in Enum.GetValues<Topology>())
    {
        var cost = simulation.Run(fleet, topology);
        Console.WriteLine(
            $"| {fleet.Sessions:N0} | {fleet.Nodes:N0} | {fleet.GroupSize:N0} | {Round(fleet.Publishes)} | {Round(fleet.DeliveriesPerNode)} | {Name(topology)} "
            + $"| {cost.Copies:N1} | {Round(cost.BrokerOut)} | {Round(cost.NodeIn)} | {Round(cost.NodeOut)} | {cost.Hops:N1} |");
    }
}

static string Round(double value) => value switch
{
    0 => "-",
    >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
    _ => value.ToString("0.##", CultureInfo.InvariantCulture),
};

static string Name(Topology topology) => topology switch
{
    Topology.Flood => "all nodes get everything",
    Topology.Routed => "by group",
    Topology.RoutedAndPlaced => "by group, groups placed together",
    _ => "tree of nodes",
};
