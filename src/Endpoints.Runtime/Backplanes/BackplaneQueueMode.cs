namespace Endpoints.Backplanes;

/// <summary>Which message is lost when more are sent than the broker takes.</summary>
public enum BackplaneQueueMode
{
    /// <summary>The one that waits longest: what comes is as fresh as it can be.</summary>
    DropOldest,

    /// <summary>The one that is being sent.</summary>
    DropNewest,
}
