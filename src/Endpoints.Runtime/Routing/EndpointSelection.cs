using System.Collections;
using System.ComponentModel;

namespace Endpoints.Routing;

/// <summary>
/// Which endpoints of a table a host serves, by their index. Immutable, so safe to use from any thread.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EndpointSelection
{
    private readonly BitArray? _enabled;

    private EndpointSelection(BitArray? enabled) => _enabled = enabled;

    /// <summary>All endpoints.</summary>
    public static EndpointSelection All { get; } = new(null);

    /// <summary>A selection of endpoints.</summary>
    /// <param name="enabled">For each index, whether the endpoint is served.</param>
    public static EndpointSelection Of(bool[] enabled)
    {
        ArgumentNullException.ThrowIfNull(enabled);
        return enabled.Contains(false) ? new EndpointSelection(new BitArray(enabled)) : All;
    }

    /// <summary>Whether an endpoint is served.</summary>
    /// <param name="index">Its index in the table.</param>
    public bool Contains(int index) => _enabled is null || _enabled[index];
}
