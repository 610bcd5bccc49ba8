using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace Endpoints.Backplanes;

/// <summary>How many sessions other processes have.</summary>
internal sealed partial class BackplaneNode
{
    private readonly ConcurrentDictionary<ulong, CountQuery> _queries = new();
    private ulong _lastQuery;

    /// <summary>
    /// How many sessions of an audience other processes have: as they have announced it for a whole endpoint, and else as they answer. One that does
    /// not answer in time counts nothing.
    /// </summary>
    public async ValueTask<int> CountElsewhereAsync(AudienceKind audience, string key, string? name, CancellationToken cancellationToken)
    {
        var others = _members.Alive();
        if (audience == AudienceKind.All)
        {
            return others.Sum(member => member.Sessions.GetValueOrDefault(key));
        }

        if (others.Count == 0 || _state != WebSocketBackplaneState.Connected)
        {
            return 0;
        }

        var (number, query) = BeginQuery();
        Ask(number, audience, key, name);
        return await EndQueryAsync(number, query, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A question to all other processes, by its number.</summary>
    public (ulong Number, CountQuery Query) BeginQuery()
    {
        var number = Interlocked.Increment(ref _lastQuery);
        var query = new CountQuery(_members.Alive().Select(static member => member.Node));
        _queries[number] = query;
        return (number, query);
    }

    /// <summary>What they have answered, when all of them have, or have had the time to.</summary>
    public async ValueTask<int> EndQueryAsync(ulong number, CountQuery query, CancellationToken cancellationToken)
    {
        try
        {
            await query.Answered.WaitAsync(_options.CountTimeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Whoever has not answered is not counted.
        }
        finally
        {
            _queries.TryRemove(number, out _);
        }

        return query.Sum;
    }

    /// <summary>Says that a question has been answered which is not for a number.</summary>
    public void AnswerQuery(Guid asker, ulong number)
    {
        Span<byte> query = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(query, number);
        Answer(asker, query, count: 0);
    }

    private void Ask(ulong number, AudienceKind audience, string key, string? name)
    {
        Span<byte> payload = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(payload, number);

        // All of them are asked: only then is an answer of each to be waited for.
        Enqueue(ClusterTopic, EnvelopeKind.CountQuery, audience, key, name, payload, confirmed: null);
    }

    // A process that is gone is not waited for, and its sessions are nowhere.
    private void Forget(Guid node)
    {
        foreach (var query in _queries.Values)
        {
            query.Answer(node, 0);
        }

        foreach (var presence in _presence.Values)
        {
            presence.Forget(node);
        }
    }
}
