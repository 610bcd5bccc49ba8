using System.ComponentModel;

namespace Endpoints.Generated;

/// <summary>Which handlers an endpoint has; what it does not take is answered without calling it.</summary>
[Flags]
[EditorBrowsable(EditorBrowsableState.Never)]
public enum HandlerKinds : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Takes text messages.</summary>
    Text = 1,

    /// <summary>Takes binary messages.</summary>
    Binary = 2,

    /// <summary>Is told of pings.</summary>
    Ping = 4,

    /// <summary>Is told of pongs.</summary>
    Pong = 8,

    /// <summary>Reads text messages while they arrive.</summary>
    TextBody = 16,

    /// <summary>Reads binary messages while they arrive.</summary>
    BinaryBody = 32,
}
