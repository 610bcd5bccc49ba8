using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Observability.Tests;

/// <summary>Takes what is exported by OTLP over HTTP, and reads of it what tests ask for.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    // By the numbers of opentelemetry-proto: resource_metrics, scope_metrics, metrics, name; and the same of spans.
    private static readonly int[] MetricPath = [1, 2, 2, 1];
    private static readonly int[] SpanPath = [1, 2, 2];
    private const int TraceIdField = 1;
    private const int ParentField = 4;
    private const int SpanNameField = 5;

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<byte[]> _metrics = [];
    private readonly ConcurrentQueue<byte[]> _traces = [];

    private OtlpReceiver(WebApplication app)
    {
        _app = app;
        app.MapPost("/v1/metrics", request => TakeAsync(request, _metrics));
        app.MapPost("/v1/traces", request => TakeAsync(request, _traces));
    }

    public string Address => _app.Urls.Single();

    public IEnumerable<string> Metrics => _metrics.SelectMany(body => Walk(body, MetricPath)).Select(name => name.ToStringUtf8());

    public IEnumerable<(string Name, string TraceId, string ParentId)> Spans => _traces.SelectMany(body => Walk(body, SpanPath)).Select(span => (
        Walk(span.ToByteArray(), [SpanNameField]).Single().ToStringUtf8(),
        Hex(span, TraceIdField),
        Hex(span, ParentField)));

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        var receiver = new OtlpReceiver(builder.Build());
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static string Hex(ByteString span, int field) =>
        Convert.ToHexStringLower(Walk(span.ToByteArray(), [field]).FirstOrDefault(ByteString.Empty).Span);

    private static async Task TakeAsync(HttpContext context, ConcurrentQueue<byte[]> bodies)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        bodies.Enqueue(body.ToArray());
        context.Response.ContentType = "application/x-protobuf";
    }

    /// <summary>The fields at a path of field numbers, all of which have a length.</summary>
    private static List<ByteString> Walk(byte[] message, ReadOnlySpan<int> path)
    {
        List<ByteString> found = [];
        var input = new CodedInputStream(message);
        uint tag;
        while ((tag = input.ReadTag()) != 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) != path[0] || WireFormat.GetTagWireType(tag) != WireFormat.WireType.LengthDelimited)
            {
                input.SkipLastField();
                continue;
            }

            var field = input.ReadBytes();
            found.AddRange(path.Length == 1 ? [field] : Walk(field.ToByteArray(), path[1..]));
        }

        return found;
    }
}
