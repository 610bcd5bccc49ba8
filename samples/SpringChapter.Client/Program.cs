using Endpoints.Client;
using SpringChapter.Client;

// The chapter's section "Client": new ReactorNettyWebSocketClient().execute(url, session -> session.receive().doOnNext(System.out::println).then())
if (args is not [var text, .. var headers] || !Uri.TryCreate(text, UriKind.Absolute, out var address) || headers.Any(header => !header.Contains(':')))
{
    Console.Error.WriteLine("usage: dotnet run --project samples/SpringChapter.Client -- ws://localhost:8080/path [Name:value ...]");
    return 2;
}

// What Spring's constructors and the second form of execute, with headers, are for.
var options = new WebSocketClientOptions { MaxMessageSize = 64 * 1024 };
foreach (var header in headers)
{
    var colon = header.IndexOf(':', StringComparison.Ordinal);
    options.Headers[header[..colon].Trim()] = header[(colon + 1)..].Trim();
}

try
{
    var status = address.AbsolutePath.EndsWith("/portfolio", StringComparison.Ordinal)
        ? await WebSocketClient.ExecuteAsync<PortfolioClient>(address, options)
        : await WebSocketClient.ExecuteAsync(address, new PrintingHandler(Console.Out), options);
    Console.WriteLine(status);
    return 0;
}
catch (WebSocketHandshakeException refusal)
{
    Console.Error.WriteLine(refusal.Message);
    return 1;
}
