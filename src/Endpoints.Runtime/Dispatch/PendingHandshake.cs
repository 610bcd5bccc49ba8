using Endpoints.Handshake;

namespace Endpoints.Dispatch;

/// <summary>
/// A request whose interceptors still run, at a door that reads heads itself: what is needed of the head, whose bytes are the door's again. The
/// door waits for <see cref="HandshakeInterception.Decided"/>, and goes on with <see cref="HeadProcessor.Complete"/>.
/// </summary>
/// <param name="Interception">The interceptors.</param>
/// <param name="Key">The value of <c>Sec-WebSocket-Key</c>.</param>
/// <param name="Deflate">What can be agreed on of permessage-deflate; <see langword="null"/> for nothing.</param>
/// <param name="Consumed">Bytes of the head; what follows belongs to the session.</param>
internal sealed record PendingHandshake(HandshakeInterception Interception, byte[] Key, DeflateAcceptance? Deflate, int Consumed);
