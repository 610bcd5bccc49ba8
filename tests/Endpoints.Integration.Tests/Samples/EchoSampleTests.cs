using System.Net.WebSockets;
using System.Text;
using Endpoints.Integration.Tests.Clients;

namespace Endpoints.Integration.Tests.Samples;

/// <summary>The echo sample's command line.</summary>
public sealed class EchoSampleTests
{
    [Theory]
    [InlineData("")]
    [InlineData("permessage-deflate; server_no_context_takeover; client_no_context_takeover", "--compression")]
    [InlineData("permessage-deflate", "--compression", "--takeover")]
    [InlineData("permessage-deflate", "--takeover", "--compression")]
    public async Task It_compresses_as_it_is_told(string agreement, params string[] arguments)
    {
        await using var echo = await SampleProcess.StartAsync("Echo", arguments);

        using var client = await DotNetClient.ConnectAsync(
            echo.GetEndpoint("/echo"), System.Net.HttpVersion.Version11, options => options.DangerousDeflateOptions = new());

        var answer = client.Socket.HttpResponseHeaders!.TryGetValue("Sec-WebSocket-Extensions", out var values) ? string.Join(", ", values) : "";
        Assert.Equal(agreement, answer);
        var message = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("the same again, ", 100)));
        for (var i = 0; i < 3; i++)
        {
            await client.AssertEchoAsync(WebSocketMessageType.Text, message);
        }

        await client.CloseAsync();
    }

    [Fact]
    public async Task It_is_carried_by_the_event_loop_when_told_so()
    {
        await using var echo = await SampleProcess.StartAsync("Echo", ["--transport", "linux"]);

        using var client = await DotNetClient.ConnectAsync(echo.GetEndpoint("/echo"), System.Net.HttpVersion.Version11, _ => { });

        await client.AssertEchoAsync(WebSocketMessageType.Binary, new byte[1_000_000]);
        await client.CloseAsync();
    }

    [Theory]
    [InlineData("There is no transport 'pigeon'", "--transport", "pigeon")]
    [InlineData("There is no door 'back'", "--door", "back")]
    [InlineData("--door loop has none", "--transport", "linux", "--door", "loop")]
    public async Task What_it_does_not_know_is_refused(string message, params string[] arguments)
    {
        await using var echo = ChildProcess.Start("dotnet", [Repository.GetSample("Echo"), .. arguments]);

        Assert.Equal(2, await echo.WaitForExitAsync());
        Assert.Contains(message, echo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_kestrel_door_serves_its_sockets_and_its_page()
    {
        await using var echo = await SampleProcess.StartAsync("Echo", ["--door", "kestrel"], 0, ("Logging__LogLevel__Endpoints", "Information"));
        using var http = new HttpClient();

        Assert.Contains("<html", await http.GetStringAsync(echo.Address), StringComparison.OrdinalIgnoreCase);
        using var client = await DotNetClient.ConnectAsync(echo.GetEndpoint("/echo"), System.Net.HttpVersion.Version11, _ => { });
        await client.AssertEchoAsync(WebSocketMessageType.Binary, new byte[100_000]);
        await client.CloseAsync();

        Assert.Contains("Of 2 WebSocket endpoints 2 are served on the connections of Kestrel", echo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takeover_without_compression_is_refused()
    {
        await using var echo = ChildProcess.Start("dotnet", [Repository.GetSample("Echo"), "--takeover"]);

        Assert.Equal(2, await echo.WaitForExitAsync());
        Assert.Contains("--compression", echo.Output, StringComparison.Ordinal);
    }
}
