namespace Endpoints.Backplanes;

/// <summary>The reasons as texts.</summary>
internal static class DropReasons
{
    public static string Describe(DropReason reason) => reason switch
    {
        DropReason.QueueFull => "more messages were sent than the broker took",
        DropReason.Disconnected => "there is no connection to the broker",
        DropReason.Stopped => "the application has not started, or is stopping",
        DropReason.TooLarge => "it is larger than MaxMessageSize, or than what the backplane carries",
        DropReason.Unreadable => "it cannot be read",
        DropReason.Duplicate => "it has been received before",
        _ => reason.ToString(),
    };
}
