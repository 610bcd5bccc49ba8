using SpringChapter;
using SpringChapter.Flows;

// Every code sample of the chapter "WebSockets" in Spring's documentation, in its order: see README.md.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddControllers();
builder.Services.AddSingleton<Guestbook>();
builder.Services.AddSingleton(_ => new PriceSource(builder.Configuration.GetValue("Prices:Interval", TimeSpan.FromSeconds(1)), TimeProvider.System));

// "Server configuration": what Spring sets at the engine's upgrade strategy. appsettings.json has more of it, by the same names.
builder.Services.AddWebSocketEndpoints(options =>
{
    options.IdleTimeout = Timeout.InfiniteTimeSpan;
    options.MaxMessageSize = 64 * 1024;

    // "CORS", by URL pattern: Spring's corsConfigurations. The policy is one of ASP.NET Core.
    options.ForPattern("/cors/**", rule => rule.CorsPolicy = "partners");
});
builder.Services.AddCors(cors => cors.AddPolicy("partners", policy => policy.WithOrigins("https://policy.example")));

// "WebSocket handshake": Spring's sessionAttributePredicate.
builder.Services.CopyHttpContextItemsToWebSocketSessions(key => key is "tenant");

var app = builder.Build();
app.UseDefaultFiles();
app.UseStaticFiles();
app.MapControllers();

// What middleware finds out about a request, here in the simplest way, may be of use to the session.
app.Use((context, next) =>
{
    (context.Items["tenant"], context.Items["internal"]) = (context.Request.Headers["X-Tenant"].ToString(), "not for sessions");
    return next(context);
});
app.MapWebSocket("/attributes", (session, cancellationToken) =>
    session.SendTextAsync($"{session.Items["tenant"]}, {session.Items.Count} attribute(s)", cancellationToken));

// "WebSocket API, server": the handler comes before the controller that has the same path, and takes only what asks for an upgrade.
app.MapWebSocket("/path", new MyWebSocketHandler(), options =>
{
    options.Order = -1;
    options.OnlyUpgrades = true;
});

// "WebSocketHandler": inbound only, also with nested work, combined, independent; and the three points at which a combined flow may be over.
app.MapWebSocket<InboundOnlyHandler>("/flows/inbound");
app.MapWebSocket<NestedWorkHandler>("/flows/nested");
app.MapWebSocket("/flows/combined", new CombinedHandler());
app.MapWebSocket<IndependentHandler>("/flows/independent");
app.MapWebSocket<EitherStreamHandler>("/flows/either");
app.MapWebSocket<InboundDecidesHandler>("/flows/inbound-decides");
app.MapWebSocket<ChosenPointHandler>("/flows/chosen-point");

// "CORS": pages of these origins may connect, and those of our own do not need to be named.
app.MapWebSocket("/cors", new CombinedHandler(), options => options.Origins = ["https://partner.example", "https://*.partner.example"]);

// "When to use WebSockets": the same prices for whoever needs no way back.
app.MapGet("/prices", (PriceSource prices, CancellationToken cancellationToken) =>
    TypedResults.ServerSentEvents(prices.WatchAsync(cancellationToken), eventType: "price"));
app.MapGet("/flows/inbound/lines", (Guestbook book) => book.Lines);

// "Introduction": the handshake of the portfolio, by an attribute route.
app.MapWebSocketEndpoints();
app.Run();
