using Endpoints;
using OpenTelemetry;

namespace Observability;

/// <summary>Endpoints whose metrics and spans leave by OTLP. Where to is said by the variables of OpenTelemetry, <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and others.</summary>
public static class Application
{
    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.UseWebSocketEndpoints()));
        builder.Services.AddSingleton<IMessageTraceContext, StompTraceContext>();
        builder.Services.AddWebSocketEndpoints(options => options.ForEndpoint<StompEndpoint>(rule => rule.TraceMessages = true));
        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter("Endpoints", "Endpoints.Handlers"))
            .WithTracing(tracing => tracing.AddSource("Endpoints"))
            .UseOtlpExporter();

        var app = builder.Build();
        app.MapWebSocketEndpoints();
        return app;
    }
}
