namespace Endpoints;

/// <summary>How an interceptor wants a handshake to be refused; everything in it was checked.</summary>
/// <param name="StatusCode">The status of the response.</param>
/// <param name="Reason">The text of its body; <see langword="null"/> for one of ours.</param>
/// <param name="Headers">Its headers.</param>
internal sealed record HandshakeRejection(int StatusCode, string? Reason, IReadOnlyList<KeyValuePair<string, string>> Headers);
