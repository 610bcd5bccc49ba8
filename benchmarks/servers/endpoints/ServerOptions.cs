using System.Globalization;

namespace EndpointsServer;

internal enum Door
{
    AspNetCore,
    Kestrel,
    Loop,
    LoopEpoll,
}

/// <summary>The command line: <c>--port N --door NAME [--transport linux] [--blocks BYTES] [--metrics on]</c>.</summary>
internal sealed record ServerOptions(ushort Port, Door Door, bool OurTransport, int? Blocks, bool Metrics)
{
    /// <summary>Null, and a word about it on standard error, when something is not known; the benchmark then skips the row with that word.</summary>
    public static ServerOptions? Parse(string[] args)
    {
        var configuration = new ConfigurationBuilder().AddCommandLine(args).Build();
        if (!ushort.TryParse(configuration["port"], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
        {
            return Refuse("It takes --port 1 to 65535.");
        }

        Door? door = configuration["door"] switch
        {
            null or "aspnetcore" => Door.AspNetCore,
            "kestrel" => Door.Kestrel,
            "loop" => Door.Loop,
            "loop-epoll" => Door.LoopEpoll,
            _ => null,
        };
        if (door is not { } known)
        {
            return Refuse($"There is no door '{configuration["door"]}'.");
        }

        var transport = configuration["transport"];
        if (transport is not (null or "linux"))
        {
            return Refuse($"There is no transport '{transport}'.");
        }

        var metrics = configuration["metrics"];
        if (metrics is not (null or "on"))
        {
            return Refuse("It takes --metrics on, or leave it out.");
        }

        int? blocks = null;
        if (configuration["blocks"] is { } size)
        {
            if (!int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
            {
                return Refuse("It takes --blocks with a number of bytes.");
            }

            blocks = bytes;
        }

        return transport is not null && known is (Door.Loop or Door.LoopEpoll)
            ? Refuse("The loop is its own transport.")
            : new ServerOptions(port, known, OurTransport: transport is not null, blocks, Metrics: metrics is not null);
    }

    private static ServerOptions? Refuse(string reason)
    {
        Console.Error.WriteLine(reason);
        return null;
    }
}
