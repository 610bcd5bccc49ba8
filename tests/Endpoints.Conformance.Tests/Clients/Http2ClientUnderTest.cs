using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Endpoints.Client;
using Endpoints.Conformance.Tests.Doors;
using Endpoints.TestKit.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Endpoints.Conformance.Tests.Clients;

/// <summary>
/// Sessions of our client that are streams of one HTTP/2 connection, each opened by an extended CONNECT to Kestrel, whose end of the stream is given
/// to the peer as it is.
/// </summary>
internal sealed class Http2ClientUnderTest : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler());
    private readonly ConcurrentDictionary<string, Expected> _expected = new();
    private readonly ConcurrentBag<Task> _sessions = [];
    private int _count;

    private Http2ClientUnderTest(WebApplication app) => _app = app;

    /// <summary>Completes when all sessions have ended and what they did has returned.</summary>
    public Task WhenEnded => Task.WhenAll(_sessions);

    public static async Task<Http2ClientUnderTest> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        var client = new Http2ClientUnderTest(app);
        app.Run(client.AnswerAsync);
        await app.StartAsync();
        return client;
    }

    public async Task<OpenedSession> OpenAsync(ConformanceCase scenario)
    {
        var id = Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
        var expected = new Expected(Encoding.ASCII.GetString(ClientUnderTest.ExtensionsFor(scenario)));
        _expected[id] = expected;
        var options = ClientUnderTest.OptionsFor(scenario);
        options.HttpVersion = HttpVersion.Version20;
        options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        options.Invoker = _invoker;
        var address = new UriBuilder(_app.Urls.First()) { Scheme = "ws", Path = scenario.Path, Query = $"id={id}" }.Uri;
        var connecting = WebSocketClient.ConnectAsync(address, options);
        var server = new ServerStream(await expected.Opened.Task.WaitAsync(GroupRun.Patience), expected.Over);
        var session = await connecting.WaitAsync(GroupRun.Patience);
        _sessions.Add(ClientUnderTest.ServeAsync(session, scenario.Path));
        var mirrored = new MirroredStream(server, () => expected.Over.TrySetResult(false));
        return new OpenedSession(mirrored, new RawPeer(mirrored), scenario.Agreed);
    }

    public async ValueTask DisposeAsync()
    {
        _invoker.Dispose();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var expected = _expected[context.Request.Query["id"].ToString()];
        if (expected.Extensions.Length > 0)
        {
            context.Response.Headers.SecWebSocketExtensions = expected.Extensions;
        }

        expected.Opened.SetResult(await context.Features.Get<IHttpExtendedConnectFeature>()!.AcceptAsync());
        if (await expected.Over.Task)
        {
            context.Abort();
        }
    }

    /// <summary>A request that is about to come.</summary>
    /// <param name="Extensions">What it is answered with.</param>
    private sealed record Expected(string Extensions)
    {
        public TaskCompletionSource<Stream> Opened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Completes when the server ends the stream: true by a reset.</summary>
        public TaskCompletionSource<bool> Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>The server's end of a stream. With its own end both directions are over, as Kestrel has it.</summary>
    private sealed class ServerStream(Stream stream, TaskCompletionSource<bool> over) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            // What comes after the server's end is Kestrel's to read.
            if (over.Task.IsCompleted)
            {
                return 0;
            }

            var reading = ReadOrEndAsync(buffer, cancellationToken);
            return await Task.WhenAny(reading, over.Task) == reading ? await reading : 0;
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await stream.WriteAsync(buffer, cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            over.TrySetResult(true);
            base.Dispose(disposing);
        }

        // A reset by the client is its end as well.
        private async Task<int> ReadOrEndAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            try
            {
                return await stream.ReadAsync(buffer, cancellationToken);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException || (e is InvalidOperationException && over.Task.IsCompleted))
            {
                return 0;
            }
        }
    }
}
