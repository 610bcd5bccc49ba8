using System.Globalization;

namespace Endpoints.Backplanes;

/// <summary>
/// What messages are routed by: the hash of a group, of a user or of an endpoint. Topics lie in <see cref="BucketCount"/> buckets, so that a process
/// with very many groups subscribes to buckets, and receives some messages that it has nobody for, instead of making as many subscriptions.
/// </summary>
public readonly record struct BackplaneTopic
{
    /// <summary>How many buckets there are.</summary>
    public const int BucketCount = 4096;

    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    private BackplaneTopic(int bucket, ulong key, bool isBucket) => (Bucket, Key, IsBucket) = (bucket, key, isBucket);

    /// <summary>The bucket, 0 to 4095.</summary>
    public int Bucket { get; }

    /// <summary>The topic within all of them; 0 for a bucket.</summary>
    public ulong Key { get; }

    /// <summary>Whether all topics of the bucket are meant.</summary>
    public bool IsBucket { get; }

    /// <summary>The bucket that this is in.</summary>
    public BackplaneTopic WholeBucket => OfBucket(Bucket);

    /// <summary>Three hexadecimal digits for a bucket; for a topic, a full stop and sixteen more: <c>0a3.0a3f6c0d12e4b597</c>.</summary>
    public override string ToString() => IsBucket
        ? Bucket.ToString("x3", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Bucket:x3}.{Key:x16}");

    /// <summary>Whether what is published to a topic is for who has subscribed to this.</summary>
    /// <param name="topic">An exact topic.</param>
    public bool Includes(BackplaneTopic topic) => IsBucket ? Bucket == topic.Bucket : Key == topic.Key;

    internal static BackplaneTopic OfBucket(int bucket) => new(bucket, 0, isBucket: true);

    internal static BackplaneTopic OfKey(ulong key) => new((int)(key >> 52), key, isBucket: false);

    /// <summary>The topic of an audience. The same in every process and every version: it is a part of the format.</summary>
    /// <param name="kind">What kind of thing the name is the name of.</param>
    /// <param name="scope">What the name is unique in: the endpoint.</param>
    /// <param name="name">The name.</param>
    internal static BackplaneTopic Of(TopicKind kind, string scope, string? name)
    {
        var hash = Add(FnvOffset, (char)kind);
        foreach (var character in scope)
        {
            hash = Add(hash, character);
        }

        hash = Add(hash, '\0');
        foreach (var character in name ?? "")
        {
            hash = Add(hash, character);
        }

        // FNV leaves its high bits, which choose the bucket, to the last characters; this spreads all of them.
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return OfKey(hash ^ (hash >> 33));
    }

    private static ulong Add(ulong hash, char character) =>
        (((hash ^ (byte)character) * FnvPrime) ^ (byte)(character >> 8)) * FnvPrime;
}
