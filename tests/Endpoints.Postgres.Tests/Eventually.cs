using Endpoints.TestKit.Processes;

namespace Endpoints.Postgres.Tests;

/// <summary>Waits for a state that a server of its own brings about, however long that takes.</summary>
internal static class Eventually
{
    public static Task IsAsync(Func<bool> holds, Func<string> what) => IsAsync(() => Task.FromResult(holds()), what);

    public static async Task IsAsync(Func<Task<bool>> holds, Func<string> what)
    {
        using var patience = new CancellationTokenSource(ChildProcess.Patience);
        try
        {
            while (!await holds())
            {
                await Task.Delay(20, patience.Token);
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"It stays so: {what()}.");
        }
    }
}
