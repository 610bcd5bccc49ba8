using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Endpoints.Backplanes.Presence;
using Endpoints.Connections;
using Endpoints.Connections.Groups;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Endpoints.Backplanes;

/// <summary>
/// This process among the others: sends what is for their sessions, delivers what they send, and keeps the connection. Safe to use from any
/// thread; sending waits for nothing.
/// </summary>
internal sealed partial class BackplaneNode : IBackplaneReceiver, IWebSocketCluster, IAsyncDisposable
{
    private readonly IWebSocketBackplane _backplane;
    private readonly WebSocketBackplaneOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Guid _id = Guid.NewGuid();
    private readonly BackplaneMetrics _metrics;
    private readonly DropLog _dropLog;
    private readonly OutboundQueue _outbound;
    private readonly TopicTable _topics;
    private readonly ClusterMembers _members;
    private readonly ConcurrentDictionary<string, EndpointSessions> _endpoints = new(StringComparer.Ordinal);

    public BackplaneNode(
        IWebSocketBackplane backplane,
        IOptions<WebSocketBackplaneOptions> options,
        TimeProvider time,
        ILoggerFactory loggers,
        IMeterFactory? meters = null)
    {
        _backplane = backplane;
        _options = options.Value;
        _time = time;
        _logger = loggers.CreateLogger("Endpoints.Backplane");
        NodeId = ClusterMembers.NameOf(_id);
        _metrics = new BackplaneMetrics(meters, () => _state == WebSocketBackplaneState.Connected);
        _dropLog = new DropLog(_logger, time);
        _outbound = new OutboundQueue(_options, NoteDropped);
        _topics = new TopicTable(time, _options.UnsubscribeDelay, backplane.HasExactTopics ? _options.MaxExactTopics : 0);
        _members = new ClusterMembers(time, _options.NodeExpiry, _logger);
        _topics.Add(ClusterTopic);
        _topics.Add(TopicOfNode(_id));
    }

    public string NodeId { get; }

    public WebSocketBackplaneState State => _state;

    /// <summary>What the backplane is called.</summary>
    public string BackplaneName => _backplane.Name;

    private static BackplaneTopic ClusterTopic { get; } = BackplaneTopic.Of(TopicKind.Cluster, "", null);

    private int MaxMessageSize => Math.Min(_options.MaxMessageSize, _backplane.MaxMessageSize);

    /// <summary>Serves an endpoint, before it has sessions.</summary>
    /// <param name="key">What it is called in all processes.</param>
    /// <param name="sessions">Its sessions here.</param>
    /// <exception cref="InvalidOperationException">The key is too long.</exception>
    public void Add(string key, EndpointSessions sessions)
    {
        if (key.Length > Envelope.LongestName)
        {
            throw new InvalidOperationException($"The name of {key} is too long for a backplane: {Envelope.LongestName} characters at most.");
        }

        if (_endpoints.TryAdd(key, sessions))
        {
            sessions.Groups.Watcher = new TopicWatcher(_topics, TopicKind.Group, key);
            sessions.Users.Watch(new TopicWatcher(_topics, TopicKind.User, key));
            _presence[key] = new ClusterPresence(this, key, sessions.Groups);
            sessions.Groups.PresenceObserver = _presence[key];
            _topics.Add(BackplaneTopic.Of(TopicKind.Endpoint, key, null));
        }
    }

    public IReadOnlyList<ClusterNode> GetNodes() =>
    [
        new ClusterNode(NodeId, _options.NodeName, IsThis: true, CountSessions()),
        .. _members.Alive().Select(static member => new ClusterNode(ClusterMembers.NameOf(member.Node), member.Name, IsThis: false, member.Sessions)),
    ];

    private static BackplaneTopic TopicOfNode(Guid node) => BackplaneTopic.Of(TopicKind.Node, ClusterMembers.NameOf(node), null);

    private static BackplaneTopic TopicOf(AudienceKind audience, string key, string? name) => audience switch
    {
        AudienceKind.Group => BackplaneTopic.Of(TopicKind.Group, key, name),
        AudienceKind.User => BackplaneTopic.Of(TopicKind.User, key, name),
        _ => BackplaneTopic.Of(TopicKind.Endpoint, key, null),
    };

    private Dictionary<string, int> CountSessions() => _endpoints.ToDictionary(static pair => pair.Key, static pair => pair.Value.Registry.Count, StringComparer.Ordinal);

    private void NoteDropped(OutboundMessage message, DropReason reason)
    {
        message.Drop(reason);
        NoteDropped(reason);
    }

    private void NoteDropped(DropReason reason)
    {
        _metrics.Dropped(reason);

        // That there is no connection, or that the application stops, has been said.
        if (reason is not (DropReason.Disconnected or DropReason.Stopped))
        {
            _dropLog.Note(reason);
        }
    }
}
