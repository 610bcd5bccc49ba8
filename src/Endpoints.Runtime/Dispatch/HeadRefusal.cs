namespace Endpoints.Dispatch;

/// <summary>How a head was refused.</summary>
/// <param name="Status">What was answered; <see langword="null"/> for nothing.</param>
/// <param name="Reason">Why, as in the metrics.</param>
/// <param name="Route">The template of the endpoint, where one was found.</param>
internal sealed record HeadRefusal(int? Status, string Reason, string? Route);
