namespace Endpoints.Backplanes;

/// <summary>What a topic is of. The numbers are a part of the format.</summary>
internal enum TopicKind
{
    /// <summary>All sessions of an endpoint.</summary>
    Endpoint = 1,

    /// <summary>A group of an endpoint.</summary>
    Group = 2,

    /// <summary>A user of an endpoint.</summary>
    User = 3,

    /// <summary>All processes.</summary>
    Cluster = 4,

    /// <summary>One process.</summary>
    Node = 5,
}
