using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Ticker.Tests;

/// <summary>The three processes as one.</summary>
public sealed class ThreeProcessesTests
{
    [Fact]
    public async Task A_page_gets_the_prices_of_all_processes_from_whichever_serves_it()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await using var processes = await ThreeProcesses.StartAsync();
        using var http = new HttpClient();
        Assert.Contains("<title>Ticker</title>", await http.GetStringAsync(processes.Address, patience.Token), StringComparison.Ordinal);

        for (var page = 0; page < 3; page++)
        {
            using var socket = new ClientWebSocket();
            socket.Options.AddSubProtocol("ticker.v1");
            await socket.ConnectAsync(new UriBuilder(processes.Address) { Scheme = "ws", Path = "/ticker" }.Uri, patience.Token);
            var hello = JsonSerializer.Deserialize(await ReceiveAsync(socket, patience.Token), TickerJson.Default.Hello)!;
            Assert.Contains(" of 3", hello.Node, StringComparison.Ordinal);
            foreach (var sector in hello.Sectors)
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes($$"""{"type":"follow","sector":"{{sector}}"}"""), WebSocketMessageType.Text, true, patience.Token);
            }

            // Each process makes the prices of one sector.
            var makers = new Dictionary<string, string>();
            while (makers.Count < hello.Sectors.Count)
            {
                var quote = JsonSerializer.Deserialize(await ReceiveAsync(socket, patience.Token), TickerJson.Default.Quote)!;
                makers[quote.Sector] = quote.Node;
            }

            Assert.Equal(["process 1 of 3", "process 2 of 3", "process 3 of 3"], makers.Values.Order());
        }
    }

    private static async Task<string> ReceiveAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        var result = await socket.ReceiveAsync(buffer, cancellationToken);
        Assert.True(result.EndOfMessage);
        return Encoding.UTF8.GetString(buffer, 0, result.Count);
    }
}
