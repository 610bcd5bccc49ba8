// ASP.NET Core with System.Net.WebSockets. Usage: AspNetCoreServer PORT [--inline]
// --inline: one I/O queue and inline scheduling; with DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1 the fastest settings for one
// message in flight (and slow ones for many).
using System.Globalization;
using System.Net;
using AspNetCoreServer;
using Benchmarks;

using var collect = GarbageSignal.Register();
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, int.Parse(args[0], CultureInfo.InvariantCulture)));
if (args.Contains("--inline"))
{
    builder.WebHost.UseSockets(sockets =>
    {
        sockets.IOQueueCount = 1;
        sockets.UnsafePreferInlineScheduling = true;
    });
}

var app = builder.Build();
using var topic = new Topic();
app.UseWebSockets();
app.Map("/ws", context => Upgraded(context, Echo.RunAsync));
app.Map("/topic", context => Upgraded(context, topic.RunAsync));
app.Run();

static async Task Upgraded(HttpContext context, Func<MessageSocket, Task> conversation)
{
    if (!context.WebSockets.IsWebSocketRequest)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return;
    }

    using var socket = await context.WebSockets.AcceptWebSocketAsync();
    await conversation(new MessageSocket(socket));
}
