namespace Endpoints.Transport.Linux.Loop;

/// <summary>Something to be run by a loop.</summary>
internal readonly record struct LoopWork(Action<object?> Run, object? State);
