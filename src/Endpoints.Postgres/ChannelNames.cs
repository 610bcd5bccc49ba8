using System.Globalization;
using System.Text;
using Endpoints.Backplanes;

namespace Endpoints.Postgres;

/// <summary>The channel of each bucket: <c>endpoints_0a3</c>. Safe to use from any thread.</summary>
/// <param name="prefix">What they begin with.</param>
internal sealed class ChannelNames(string prefix)
{
    // All in one statement would be a long one; one by one, four thousand round trips.
    private const int LargestBatch = 256;

    private readonly string?[] _names = new string?[BackplaneTopic.BucketCount];

    public string Of(BackplaneTopic topic) =>
        _names[topic.Bucket] ??= string.Create(CultureInfo.InvariantCulture, $"{prefix}_{topic.Bucket:x3}");

    /// <summary>The channel of one process, by which it finds out whether notifications come, and ends its own waiting for them.</summary>
    public string OfProbe(string nodeId) => $"{prefix}_{nodeId.Replace('-', '_')}";

    /// <summary>Statements that begin or end listening to some buckets.</summary>
    /// <param name="verb"><c>LISTEN</c> or <c>UNLISTEN</c>.</param>
    /// <param name="topics">The buckets.</param>
    public IEnumerable<string> Statements(string verb, IEnumerable<BackplaneTopic> topics)
    {
        foreach (var batch in topics.Chunk(LargestBatch))
        {
            var statements = new StringBuilder();
            foreach (var topic in batch)
            {
                statements.Append(verb).Append(" \"").Append(Of(topic)).Append("\";");
            }

            yield return statements.ToString();
        }
    }
}
