using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Endpoints;

/// <summary>Those sessions of an endpoint that a message is for: see <see cref="IWebSocketSessions{TEndpoint}"/>.</summary>
/// <remarks>
/// <para>Found anew by each call, as they are at its beginning: a session that comes later gets nothing of it. Messages that one thread sends
/// reach each session in the order in which they were sent. Safe to use from any thread.</para>
/// <para>Nothing is waited for and nothing is stored: a session whose send queue is full, or that is closing, misses the message, and is
/// not counted in what is returned. An endpoint may have another <see cref="SendPolicy"/>: where older messages are dropped, the session takes it.</para>
/// <para>Where a backplane is registered (<see cref="Backplanes.IWebSocketBackplane"/>), a message goes to the sessions of other processes, too, at most once and
/// without waiting for it; what is returned counts those of this process. <see cref="Where"/> and <see cref="Local"/> stay in this process.</para>
/// </remarks>
public readonly struct WebSocketAudience
{
    private readonly IAudienceSource _source;
    private readonly AudienceKind _kind;
    private readonly string? _name;
    private readonly WebSocketSession? _except;
    private readonly Func<WebSocketSession, bool>? _predicate;
    private readonly bool _isLocal;

    internal WebSocketAudience(IAudienceSource source, AudienceKind kind = AudienceKind.All, string? name = null)
        : this(source, kind, name, null, null, isLocal: false)
    {
    }

    private WebSocketAudience(
        IAudienceSource source, AudienceKind kind, string? name, WebSocketSession? except, Func<WebSocketSession, bool>? predicate, bool isLocal) =>
        (_source, _kind, _name, _except, _predicate, _isLocal) = (source, kind, name, except, predicate, isLocal);

    /// <summary>How many of them this process has at this moment; <see cref="CountAsync"/> counts those of all.</summary>
    public int Count => _except is null && _predicate is null ? Candidates.Count : Candidates.Count(Includes);

    internal AudienceKind Kind => _kind;

    internal string? Name => _name;

    /// <summary>Whether the sessions of other processes are none of them.</summary>
    internal bool IsLocal => _isLocal;

    /// <summary>Those among whom the excepted and the others still are.</summary>
    internal IReadOnlyList<WebSocketSession> Candidates => _kind switch
    {
        AudienceKind.Group => _source.GetGroup(_name!),
        AudienceKind.User => _source.GetUser(_name!),
        _ => _source.GetAll(),
    };

    /// <summary>The same without one session, for example the one whose message it is.</summary>
    /// <param name="session">The session; <see langword="null"/> leaves out nobody.</param>
    public WebSocketAudience Except(WebSocketSession? session)
    {
        if (session is null || _except is null)
        {
            return new WebSocketAudience(_source, _kind, _name, session ?? _except, _predicate, _isLocal);
        }

        return Narrow(other => other != session, _isLocal);
    }

    /// <summary>Those of them that this process has, whether or not there is a backplane.</summary>
    public WebSocketAudience Local() => new(_source, _kind, _name, _except, _predicate, isLocal: true);

    /// <summary>Those of them that meet a condition, and that this process has: other processes cannot be asked.</summary>
    /// <param name="predicate">Asked for each session by each call; keep it short.</param>
    public WebSocketAudience Where(Func<WebSocketSession, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Narrow(predicate, isLocal: true);
    }

    /// <summary>
    /// How many they are in all processes, as well as that can be known: each has announced how many sessions an endpoint has, and is asked for
    /// the members of a group or the sessions of a user. One that does not answer in time is not counted. Without a backplane, the same as <see cref="Count"/>.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting for answers.</param>
    public async ValueTask<int> CountAsync(CancellationToken cancellationToken = default)
    {
        var elsewhere = _isLocal ? 0 : await _source.CountElsewhereAsync(this, cancellationToken).ConfigureAwait(false);
        return Count + elsewhere;
    }

    /// <summary>They, as this process has them at this moment.</summary>
    public IReadOnlyList<WebSocketSession> ToList() => [.. Candidates.Where(Includes)];

    /// <summary>Queues a text message for each of them.</summary>
    /// <param name="utf8">The text as UTF-8, not validated; may change when the call has returned.</param>
    /// <returns>How many have taken it.</returns>
    public int SendText(ReadOnlySpan<byte> utf8) => _source.Send(in this, isText: true, utf8);

    /// <summary>Queues a text message for each of them.</summary>
    /// <param name="text">The text.</param>
    /// <returns>How many have taken it.</returns>
    public int SendText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var sent = SendText(rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        ArrayPool<byte>.Shared.Return(rented);
        return sent;
    }

    /// <summary>
    /// Queues a text message for each of them, in the place of the one with its key where that still waits: see <see cref="SendPolicy.KeepLatest"/>.
    /// </summary>
    /// <param name="utf8">The text as UTF-8, not validated; may change when the call has returned.</param>
    /// <param name="key">The key, compared exactly; of all messages that are sent with a key of this form. Ignored where the endpoint has another policy.</param>
    /// <returns>How many have taken it.</returns>
    public int SendText(ReadOnlySpan<byte> utf8, string key) => _source.Send(in this, isText: true, utf8, MessageKey.Named(key));

    /// <summary>Queues a binary message for each of them.</summary>
    /// <param name="payload">The message; may change when the call has returned.</param>
    /// <returns>How many have taken it.</returns>
    public int SendBinary(ReadOnlySpan<byte> payload) => _source.Send(in this, isText: false, payload);

    /// <summary>The same as <see cref="SendText(ReadOnlySpan{byte}, string)"/> for a binary message.</summary>
    /// <inheritdoc cref="SendText(ReadOnlySpan{byte}, string)"/>
    /// <param name="payload">The message; may change when the call has returned.</param>
    /// <param name="key">The key.</param>
    public int SendBinary(ReadOnlySpan<byte> payload, string key) => _source.Send(in this, isText: false, payload, MessageKey.Named(key));

    /// <summary>
    /// Queues a value as a JSON text message for each of them; it is written once. Where its type has <see cref="KeepLatestAttribute"/> and the endpoint
    /// <see cref="SendPolicy.KeepLatest"/>, it takes the place of the one with its key.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="typeInfo">How to write it, from the application's <c>JsonSerializerContext</c>.</param>
    /// <returns>How many have taken it.</returns>
    public int SendJson<T>(T value, JsonTypeInfo<T> typeInfo) => _source.Send(
        in this,
        isText: true,
        JsonSerializer.SerializeToUtf8Bytes(value, typeInfo),
        value is not null && MessageKey.TryFind(value, out var key) ? key : null);

    /// <summary>
    /// The same as <see cref="SendText(ReadOnlySpan{byte})"/> for so many sessions that others must not wait for all of them: after every 4,096 the
    /// thread is given to what else it has to do. Messages of several such calls at a time may come to different sessions in different orders.
    /// </summary>
    /// <param name="utf8">The text as UTF-8; must stay unchanged until the returned task completes.</param>
    /// <param name="cancellationToken">Ends it between two batches: some have got it then, and others not.</param>
    /// <returns>How many have taken it.</returns>
    public ValueTask<int> SendTextAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken = default) =>
        _source.SendAsync(this, isText: true, utf8, cancellationToken);

    /// <summary>The same for a binary message.</summary>
    /// <inheritdoc cref="SendTextAsync"/>
    public ValueTask<int> SendBinaryAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default) =>
        _source.SendAsync(this, isText: false, payload, cancellationToken);

    /// <summary>Begins the closing handshake with each of them, and waits for none (see <see cref="WebSocketSession.CloseAsync(CloseStatus, CancellationToken)"/>).</summary>
    /// <param name="status">A code that may be sent, and a reason of at most 123 bytes.</param>
    /// <exception cref="ArgumentException">The code may not be sent or the reason is too long.</exception>
    public void Close(CloseStatus status)
    {
        if (!_isLocal)
        {
            _source.CloseElsewhere(in this, status);
        }

        foreach (var session in Candidates)
        {
            if (Includes(session))
            {
                _ = session.CloseAsync(status).AsTask();
            }
        }
    }

    private WebSocketAudience Narrow(Func<WebSocketSession, bool> predicate, bool isLocal)
    {
        var before = _predicate;
        return new WebSocketAudience(
            _source, _kind, _name, _except, before is null ? predicate : session => before(session) && predicate(session), isLocal);
    }

    internal bool Includes(WebSocketSession session) => session != _except && (_predicate is null || _predicate(session));
}
