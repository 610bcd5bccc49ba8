using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using Endpoints.Generated;
using Endpoints.Testing.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Endpoints.Testing;

/// <summary>
/// A server in memory for the endpoints of an assembly: the same generated code, handshake, frames, limits and deadlines as in
/// production, without a socket, without ASP.NET Core, and with a clock that the test moves. Safe to use from any thread.
/// </summary>
/// <remarks>
/// What ASP.NET Core adds is not there: authorization policies, CORS, rate limiting, middleware. Test those with its own test server.
/// </remarks>
public sealed class WebSocketTestHost : IAsyncDisposable
{
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(1);

    private readonly WebSocketTestHostOptions _options;
    private readonly MemoryServer _server;
    private readonly ConcurrentDictionary<WebSocketTestPeer, bool> _peers = [];

    private WebSocketTestHost(EndpointTable table, WebSocketTestHostOptions options)
    {
        _options = options;
        options.Services.AddSingleton(options.TimeProvider);
        _server = new MemoryServer(table, options.Services);
    }

    /// <summary>The clock. It stands still unless it is advanced, and with it every deadline and every delay that uses it.</summary>
    /// <exception cref="InvalidOperationException">The host was given another <see cref="TimeProvider"/>.</exception>
    public FakeTimeProvider Time => _options.TimeProvider as FakeTimeProvider
        ?? throw new InvalidOperationException("This host was given a clock of its own (WebSocketTestHostOptions.TimeProvider); advance that.");

    /// <summary>The services, for example to look into what the endpoints have done.</summary>
    public IServiceProvider Services => _server.Services;

    /// <summary>How many sessions are open.</summary>
    public int SessionCount => _server.SessionCount;

    /// <summary>What handlers and constructors of endpoints threw and no error handler took, in order.</summary>
    public IReadOnlyList<Exception> UnhandledExceptions => _server.Log.Exceptions;

    internal TimeSpan Patience => System.Diagnostics.Debugger.IsAttached ? Timeout.InfiniteTimeSpan : _options.Patience;

    internal ServerLog Log => _server.Log;

    internal Exception? LastException => UnhandledExceptions is [.., var last] ? last : null;

    /// <summary>A host for the endpoints of the assembly that a class is in, and of the libraries that it refers to.</summary>
    /// <typeparam name="T">Any class of that assembly, best an endpoint.</typeparam>
    /// <param name="configure">Adds services, sets limits.</param>
    /// <exception cref="InvalidOperationException">The assembly has no endpoints.</exception>
    public static WebSocketTestHost For<T>(Action<WebSocketTestHostOptions>? configure = null) => Create(TableOf(typeof(T).Assembly), configure);

    /// <summary>A host for a table, for example <c>Endpoints.Generated.YourAssembly.EndpointTable.Instance</c>.</summary>
    /// <param name="table">The emitted table.</param>
    /// <param name="configure">Adds services, sets limits.</param>
    public static WebSocketTestHost Create(EndpointTable table, Action<WebSocketTestHostOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        var options = new WebSocketTestHostOptions();
        configure?.Invoke(options);
        return new WebSocketTestHost(table, options);
    }

    /// <summary>Opens a session. When this returns, the open handler has run, or waits for something.</summary>
    /// <param name="path">Path and query, for example <c>/rooms/a?name=Ada</c>. What is not ASCII is escaped.</param>
    /// <param name="configure">Sets headers, sub-protocols, the origin, the user.</param>
    /// <exception cref="HandshakeRefusedException">The server refused; see <see cref="ExpectRefusalAsync"/> where that is right.</exception>
    public async Task<WebSocketTestPeer> ConnectAsync(string path, Action<WebSocketTestRequest>? configure = null)
    {
        var (response, peer) = await ShakeHandsAsync(path, configure).ConfigureAwait(false);
        return peer ?? throw new HandshakeRefusedException(path, response, LastException);
    }

    /// <summary>Asks for a session that must be refused.</summary>
    /// <param name="path">Path and query.</param>
    /// <param name="status">The status code to expect: 404 for no endpoint, 400 for a value that does not fit, 403 for the origin...</param>
    /// <param name="configure">Sets headers, sub-protocols, the origin, the user.</param>
    /// <exception cref="WebSocketExpectationException">It was accepted, or refused with another code.</exception>
    public async Task<HandshakeResponse> ExpectRefusalAsync(string path, int status, Action<WebSocketTestRequest>? configure = null)
    {
        var (response, peer) = await ShakeHandsAsync(path, configure).ConfigureAwait(false);
        if (peer is not null)
        {
            await peer.DisposeAsync().ConfigureAwait(false);
            throw new WebSocketExpectationException($"Expected {path} to be refused with {status}, but it was accepted.");
        }

        return response.Status == status
            ? response
            : throw new WebSocketExpectationException(
                $"Expected {path} to be refused with {status}, but it was with {response.Status}: {response.Body.Trim()}", LastException);
    }

    /// <summary>
    /// Advances <see cref="Time"/> as real time passes: in steps of about a second, after each of which the peers answer what they were
    /// asked. <c>Time.Advance</c> jumps instead, so that a peer that is pinged on the way has no time to answer.
    /// </summary>
    /// <param name="time">How far.</param>
    public async Task AdvanceAsync(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        await SettleAsync().ConfigureAwait(false);
        var longest = TimeSpan.FromTicks(Math.Max(LongestStep.Ticks, time.Ticks / 3600));
        while (time > TimeSpan.Zero)
        {
            var step = time < longest ? time : longest;
            Time.Advance(step);
            time -= step;
            await SettleAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Waits until everything that was sent, in both directions, has been read and handled. A handler that is still running is not
    /// waited for.
    /// </summary>
    /// <exception cref="WebSocketExpectationException">That takes longer than the patience.</exception>
    public async Task SettleAsync()
    {
        // A handler may send to other peers, so a round in which nothing was written has to be the last one.
        long before;
        do
        {
            before = Written();
            foreach (var peer in _peers.Keys)
            {
                await peer.SettleAsync().ConfigureAwait(false);
            }
        }
        while (Written() != before || _peers.Keys.Any(peer => !peer.IsQuiet));

        long Written() => _peers.Keys.Sum(peer => peer.Written);
    }

    /// <summary>
    /// Stops as an application does: sessions are closed with 1001 and new ones refused. Completes when all have ended, or the shutdown
    /// timeout has passed by <see cref="Time"/>.
    /// </summary>
    public Task StopAsync() => _server.StopAsync();

    /// <summary>Breaks all connections and disposes the services.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var peer in _peers.Keys)
        {
            await peer.DisposeAsync().ConfigureAwait(false);
        }

        await _server.DisposeAsync().ConfigureAwait(false);
    }

    internal Stream ConnectStream() => _server.Connect(new WebSocketTestRequest(), out _);

    internal void Forget(WebSocketTestPeer peer) => _peers.TryRemove(peer, out _);

    private static EndpointTable TableOf(Assembly assembly) =>
        assembly.GetCustomAttribute<WebSocketEndpointTableAttribute>()?.Table.GetField("Instance")?.GetValue(null) as EndpointTable
        ?? throw new InvalidOperationException(
            $"{assembly.GetName().Name} has no endpoints: no class in it, nor in what it refers to, has [WebSocketEndpoint], or it is built without the generator.");

    private async Task<(HandshakeResponse Response, WebSocketTestPeer? Peer)> ShakeHandsAsync(
        string path, Action<WebSocketTestRequest>? configure)
    {
        ArgumentNullException.ThrowIfNull(path);
        var request = new WebSocketTestRequest();
        configure?.Invoke(request);
        var bytes = request.ToBytes(path);
        var stream = _server.Connect(request, out var served);
        try
        {
            var accepted = await ExchangeAsync(stream, bytes).WaitAsync(Patience).ConfigureAwait(false);
            if (accepted.Response.Status != 101)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
                return (accepted.Response, null);
            }

            var peer = new WebSocketTestPeer(this, _options.Json, request, accepted.Response, stream, accepted.Left, served);
            _peers[peer] = true;
            await SettleAsync().ConfigureAwait(false);
            return (accepted.Response, peer);
        }
        catch (TimeoutException)
        {
            stream.Abort();
            throw new WebSocketExpectationException(
                $"The handshake of {path} was not answered within {Patience}: the endpoint's constructor, or what it asks for, does not return.");
        }
    }

    private static async Task<(HandshakeResponse Response, byte[] Left)> ExchangeAsync(DuplexPipeStream stream, byte[] request)
    {
        await stream.WriteAsync(request).ConfigureAwait(false);
        var received = new List<byte>();
        var buffer = new byte[4096];
        int head;
        while ((head = IndexOfEnd(received)) < 0)
        {
            if (await ReadAsync().ConfigureAwait(false) == 0)
            {
                throw new WebSocketExpectationException("The server ended the connection instead of answering the handshake.");
            }
        }

        var bytes = received.ToArray();
        var text = Encoding.Latin1.GetString(bytes, 0, head);
        var response = HandshakeResponse.Parse(text);
        if (response.Status == 101)
        {
            return (response, bytes[(head + 4)..]);
        }

        while (await ReadAsync().ConfigureAwait(false) > 0)
        {
        }

        return (HandshakeResponse.Parse(text, Encoding.UTF8.GetString([.. received.Skip(head + 4)])), []);

        async ValueTask<int> ReadAsync()
        {
            var read = await stream.ReadAsync(buffer).ConfigureAwait(false);
            received.AddRange(buffer.AsSpan(0, read));
            return read;
        }
    }

    private static int IndexOfEnd(List<byte> received) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(received).IndexOf("\r\n\r\n"u8);
}
