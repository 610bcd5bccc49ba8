namespace Endpoints.TestKit.Doors;

/// <summary>Waits for what nothing tells of.</summary>
internal static class Condition
{
    /// <summary>Only for tests that would otherwise hang: two busy cores can be slow.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Waits until it holds.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            await Task.Delay(10, patience.Token);
        }
    }
}
