using Endpoints.Connections.Groups;

namespace Endpoints.Backplanes;

/// <summary>Has the topics of an endpoint's groups, or users, follow who is there.</summary>
/// <param name="topics">The topics of this process.</param>
/// <param name="kind">Groups or users.</param>
/// <param name="key">The endpoint.</param>
internal sealed class TopicWatcher(TopicTable topics, TopicKind kind, string key) : IGroupWatcher
{
    public void Appeared(string name) => topics.Add(BackplaneTopic.Of(kind, key, name));

    public void Emptied(string name) => topics.Remove(BackplaneTopic.Of(kind, key, name));
}
