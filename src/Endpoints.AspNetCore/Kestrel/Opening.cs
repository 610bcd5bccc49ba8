using Endpoints.Dispatch;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.AspNetCore.Kestrel;

/// <summary>What a connection began with. <see langword="default"/>: with something that is not the door's.</summary>
/// <param name="Outcome">
/// Complete when it was an opening handshake; then the response is in the connection's output, not yet flushed.
/// </param>
/// <param name="Scope">The services of the session, when it was accepted; whoever gets them disposes them.</param>
internal readonly record struct Opening(HeadOutcome Outcome, ConnectionFacts? Connection);
