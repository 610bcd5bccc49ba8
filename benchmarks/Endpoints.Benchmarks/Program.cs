using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using Endpoints.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly)
    .Run(args, ManualConfig.Create(DefaultConfig.Instance).AddColumn(new ThroughputColumn()));
