using Endpoints.Transport.Linux.Rings;

namespace Endpoints.Transport.Linux.Loop;

/// <summary>Which engine the loops of a host run on, and why.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Why">For the log.</param>
/// <param name="Open">Opens one, on the loop's thread.</param>
internal sealed record EngineChoice(string Name, string Why, Func<EventLoop, LoopEngine> Open)
{
    /// <summary>Chooses, after a look at the kernel.</summary>
    /// <param name="engine">What was asked for.</param>
    /// <param name="settings">Sizes.</param>
    /// <exception cref="PlatformNotSupportedException">This is not Linux, or io_uring was demanded and is refused.</exception>
    public static EngineChoice Make(LinuxEngine engine, EngineSettings settings) => Make(engine, settings, UringProbe.FindObstacle);

    // The last looks at the kernel: why io_uring cannot be used, or null.
    internal static EngineChoice Make(LinuxEngine engine, EngineSettings settings, Func<string?> findObstacle)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException(
                "The event loop runs on Linux only. Elsewhere use app.MapWebSocketEndpoints() or listenOptions.UseWebSocketEndpoints(), "
                + "which serve the same endpoints by Kestrel.");
        }

        if (engine == LinuxEngine.Epoll)
        {
            return Epoll("It was asked for.", settings);
        }

        return findObstacle() switch
        {
            null => new EngineChoice("io_uring", "The kernel has all that it takes.", loop => new UringEngine(loop, settings)),
            var obstacle when engine == LinuxEngine.Automatic => Epoll($"io_uring cannot be used: {obstacle}.", settings),
            var obstacle => throw new PlatformNotSupportedException(
                $"io_uring was demanded and cannot be used: {obstacle}. Allow it (sysctl kernel.io_uring_disabled, the seccomp profile of the "
                + "container), set Engine to Automatic or Epoll, or use a door by Kestrel."),
        };
    }

    private static EngineChoice Epoll(string why, EngineSettings settings) => new("epoll", why, loop => new EpollEngine(loop, settings));
}
