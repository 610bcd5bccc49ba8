using Endpoints;
using Endpoints.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Ticker.Tests;

/// <summary>What a page gets, without a market: the test makes the prices.</summary>
public sealed class TickerEndpointTests : IAsyncDisposable
{
    private readonly WebSocketTestHost _host = WebSocketTestHost.For<TickerEndpoint>(options =>
    {
        options.Services.AddSingleton<PriceBoard>();
        options.Services.AddOptions<TickerOptions>().Configure(ticker => ticker.Node = "here");
        options.Json = TickerJson.Default;
    });

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Whoever_comes_is_told_who_serves_and_what_there_is()
    {
        await using var page = await _host.ConnectAsync("/ticker", request => request.Protocols.Add("ticker.v1"));

        var hello = await page.ExpectAsync<Hello>();
        Assert.Equal("here", hello.Node);
        Assert.Equal(Sectors.All, hello.Sectors);
    }

    [Fact]
    public async Task Whoever_follows_gets_the_latest_price_and_those_that_come()
    {
        Post("Gold", "metals", 7);
        Post("Brent", "energy", 1);
        await using var page = await OpenAsync();

        await page.SendAsync("""{"type":"follow","sector":"metals"}""");
        Assert.Equal(("Gold", 7), await NextAsync(page));

        Assert.Equal(1, Publish("Gold", "metals", 8));
        Assert.Equal(0, Publish("Brent", "energy", 2));
        Assert.Equal(("Gold", 8), await NextAsync(page));
        await page.ExpectNothingAsync();
    }

    [Fact]
    public async Task Whoever_follows_no_longer_gets_no_more()
    {
        await using var page = await OpenAsync();
        await page.SendAsync("""{"type":"follow","sector":"metals"}""");
        await page.SendAsync("""{"type":"unfollow","sector":"metals"}""");
        await _host.SettleAsync();

        Assert.Equal(0, Publish("Gold", "metals", 1));
        await page.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_sector_that_there_is_not_ends_the_session()
    {
        await using var page = await OpenAsync();

        await page.SendAsync("""{"type":"follow","sector":"tulips"}""");

        await page.ExpectCloseAsync(CloseStatus.PolicyViolation);
    }

    [Fact]
    public async Task A_slow_page_gets_fewer_prices_and_in_the_end_the_latest_of_each_symbol()
    {
        const int Quotes = 20_000;
        string[] symbols = ["Gold", "Silver", "Tin"];
        await using var page = await OpenAsync();
        await page.SendAsync("""{"type":"follow","sector":"metals"}""");
        await _host.SettleAsync();
        page.PauseReading();

        for (var number = 1; number <= Quotes; number++)
        {
            foreach (var symbol in symbols)
            {
                Publish(symbol, "metals", number);
            }
        }

        page.ResumeReading();
        var last = symbols.ToDictionary(static symbol => symbol, static _ => 0L);
        var received = 0;
        while (last.Values.Any(static number => number < Quotes))
        {
            var (symbol, number) = await NextAsync(page);
            Assert.True(number > last[symbol], $"{symbol} {number} came after {last[symbol]}.");
            last[symbol] = number;
            received++;
        }

        await page.ExpectNothingAsync();
        Assert.True(received < symbols.Length * Quotes, "Nothing was skipped.");
    }

    [Fact]
    public async Task The_protocol_is_required() => await _host.ExpectRefusalAsync("/ticker", 400);

    [Fact]
    public void The_generated_code_is_the_reviewed_one() => GeneratedCode.Of<TickerEndpoint>().Snapshot();

    private static async Task<(string Symbol, long Number)> NextAsync(WebSocketTestPeer page)
    {
        var quote = await page.ExpectAsync<Quote>();
        return (quote.Symbol, quote.Number);
    }

    private static Quote Make(string symbol, string sector, long number) => new(symbol, sector, 1.25m, number, DateTimeOffset.UnixEpoch, "here");

    private async Task<WebSocketTestPeer> OpenAsync()
    {
        var page = await _host.ConnectAsync("/ticker", request => request.Protocols.Add("ticker.v1"));
        await page.ExpectAsync<Hello>();
        return page;
    }

    private void Post(string symbol, string sector, long number) =>
        _host.Services.GetRequiredService<PriceBoard>().Post(Make(symbol, sector, number));

    private int Publish(string symbol, string sector, long number) =>
        _host.Services.GetRequiredService<IWebSocketSessions<TickerEndpoint>>()
            .Group(sector).SendJson(Make(symbol, sector, number), TickerJson.Default.Quote);
}
