using System.Globalization;

namespace Endpoints.Backplane.Tests;

/// <summary>What has become of messages, each counted once for every session that it is for.</summary>
/// <param name="Due">How many deliveries there should have been.</param>
/// <param name="Came">How many there were.</param>
/// <param name="Twice">How many of these were of a message that the session had had.</param>
internal readonly record struct Deliveries(long Due, long Came, long Twice)
{
    public long Lost => Due - (Came - Twice);

    public static Deliveries operator +(Deliveries left, Deliveries right) =>
        new(left.Due + right.Due, left.Came + right.Came, left.Twice + right.Twice);

    /// <summary>What has become of the messages of one process.</summary>
    /// <param name="listeners">The sessions that they are for.</param>
    /// <param name="stream">The messages.</param>
    /// <param name="sender">The process.</param>
    /// <param name="sent">How many it has sent.</param>
    public static Deliveries Of(IReadOnlyCollection<Listener> listeners, string stream, string sender, int sent) => new(
        (long)sent * listeners.Count,
        listeners.Sum(listener => (long)listener.CountOf(stream, sender)),
        listeners.Sum(listener => (long)listener.Of(stream, sender).Twice));

    /// <summary>A row of the table in docs/backplane.md.</summary>
    public string Row(string fault, string messages) =>
        string.Create(CultureInfo.InvariantCulture, $"| {fault} | {messages} | {Due:N0} | {Came:N0} | {Twice:N0} | {Lost:N0} |");
}
