namespace Endpoints.Transport.Linux.Tests.Stress;

/// <summary>Sends to all listeners from a thread that is nobody's loop, until it is stopped.</summary>
internal static class Broadcaster
{
    /// <summary>What a broadcast of a length consists of.</summary>
    public static byte ByteOf(int length) => (byte)((length % 250) + 1);

    public static Task RunAsync(StressHub hub, int seed, CancellationToken stop) => Task.Run(() => SendAsync(hub, seed, stop), CancellationToken.None);

    private static async Task SendAsync(StressHub hub, int seed, CancellationToken stop)
    {
        var random = new Random(seed);
        while (!stop.IsCancellationRequested)
        {
            var message = new byte[random.Next(1, random.Next(2) == 0 ? 200 : 20_000)];
            message.AsSpan().Fill(ByteOf(message.Length));
            foreach (var session in hub.Listeners.Keys)
            {
                // A queue that is full takes no more, and a session that has ended nothing.
                session.TrySendBinary(message);
            }

            await Task.Yield();
        }
    }
}
