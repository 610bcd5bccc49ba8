using Endpoints.Options;

namespace Endpoints.Integration.Tests.Clients.Matrix;

/// <summary>How the server compresses. Every client offers permessage-deflate with whatever it can of it.</summary>
public enum MatrixMode
{
    /// <summary>Not at all.</summary>
    Plain,

    /// <summary>Each message for itself: the options' defaults.</summary>
    NoTakeover,

    /// <summary>Messages refer to those before them, in both directions.</summary>
    Takeover,

    /// <summary>With takeover and with windows of 4 KiB (server) and 8 KiB (client); a client that can asks for 1 KiB and 2 KiB.</summary>
    SmallWindows,
}

internal static class MatrixModes
{
    /// <summary>Sets what the server of a mode is run with.</summary>
    public static void Apply(this MatrixMode mode, WebSocketEndpointOptions options)
    {
        options.Compression = mode.ToOptions();

        // The peer compares thousands of messages before it comes to the close frame behind them.
        options.CloseTimeout = TimeSpan.FromMinutes(1);
    }

    private static WebSocketCompressionOptions? ToOptions(this MatrixMode mode) => mode switch
    {
        MatrixMode.Plain => null,
        MatrixMode.NoTakeover => new() { Threshold = 64 },
        MatrixMode.Takeover => new() { Threshold = 0, ServerContextTakeover = true, ClientContextTakeover = true },
        _ => new()
        {
            Threshold = 0,
            ServerContextTakeover = true,
            ClientContextTakeover = true,
            ServerMaxWindowBits = 12,
            ClientMaxWindowBits = 13,
        },
    };
}
