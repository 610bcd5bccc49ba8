using Microsoft.Extensions.Logging;

namespace Endpoints.Transport.Linux.Loop;

/// <summary>The loops of a host, which start and stop together.</summary>
internal sealed class LoopGroup
{
    private readonly List<EventLoop> _loops = [];

    private LoopGroup()
    {
    }

    public IReadOnlyList<EventLoop> Loops => _loops;

    /// <summary>Starts loops; those that have started are stopped again when one cannot.</summary>
    /// <param name="engine">Their engine.</param>
    /// <param name="count">How many.</param>
    /// <param name="arePinned">Whether each stays on one of the processors that this process may use.</param>
    /// <param name="time">The clock of their deadlines.</param>
    /// <param name="logger">For what should not happen.</param>
    public static async Task<LoopGroup> StartAsync(EngineChoice engine, int count, bool arePinned, TimeProvider time, ILogger logger)
    {
        var group = new LoopGroup();
        try
        {
            var processors = arePinned ? ThreadAffinity.GetProcessors() : [];
            for (var i = 0; i < count; i++)
            {
                int? processor = arePinned ? processors[i % processors.Count] : null;
                var loop = new EventLoop($"Endpoints loop {i}", engine.Open, processor, time, logger);
                await loop.StartAsync().ConfigureAwait(false);
                group._loops.Add(loop);
            }
        }
        catch
        {
            await group.StopAsync().ConfigureAwait(false);
            throw;
        }

        return group;
    }

    /// <summary>Closes all sockets of the loops and ends their threads.</summary>
    public Task StopAsync() => Task.WhenAll(_loops.Select(loop => loop.StopAsync()));
}
