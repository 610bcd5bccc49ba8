namespace Endpoints.Conformance.Tests.Doors;

/// <summary>The hosts that cases run on; they differ in what they want of permessage-deflate.</summary>
internal enum HostPolicy
{
    /// <summary>Compression for who offers it, as large a window as there is, and context takeover unless the client says no.</summary>
    TakesOver,

    /// <summary>The defaults of the options: contexts are never taken over.</summary>
    Default,

    /// <summary>Windows of 10 bits for both directions.</summary>
    SmallWindows,
}
