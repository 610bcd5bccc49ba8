using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using Endpoints.Benchmarks;
using Endpoints.Benchmarks.Generation;

switch (args)
{
    case ["generator"]:
        GeneratorRounds.Run();
        break;
    case ["dispatch"]:
        DispatchRounds.Run();
        break;
    case ["memory"]:
        MemoryRounds.Run();
        LoopMemoryRounds.Run(MemoryRounds.Sessions);
        break;
    case ["memory-clients", var port, var path, var count]:
        IdleClients.Run(port, path, count);
        break;
    case ["groups"]:
        GroupRounds.Run();
        break;
    case ["telemetry"]:
        TelemetryRounds.Run();
        break;
    case ["batches"]:
        BatchRounds.Run();
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly)
            .Run(args, ManualConfig.Create(DefaultConfig.Instance).AddColumn(new ThroughputColumn()));
        break;
}
