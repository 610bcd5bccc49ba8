using Endpoints.Dispatch;

namespace Endpoints.AspNetCore.Kestrel;

/// <summary>What a connection began with. <see langword="default"/>: with something that is not the door's.</summary>
/// <param name="Outcome">
/// Complete when it was an opening handshake; then the response is in the connection's output, not yet flushed.
/// </param>
/// <param name="Connection">What the door knows of the connection, where it was looked at; whoever gets it disposes it.</param>
internal readonly record struct Opening(HeadOutcome Outcome, ConnectionFacts? Connection);
