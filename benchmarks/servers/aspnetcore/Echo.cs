namespace AspNetCoreServer;

internal static class Echo
{
    public static async Task RunAsync(MessageSocket socket)
    {
        while (await socket.ReceiveAsync() is { } message)
        {
            await socket.SendAsync(message, socket.Type);
        }
    }
}
