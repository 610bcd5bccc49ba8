namespace Endpoints.Protocol.Deflate;

/// <summary>What both sides agreed on for permessage-deflate (RFC 7692 section 7.1).</summary>
/// <param name="ServerNoContextTakeover">Whether the server forgets its window after every message that it sends.</param>
/// <param name="ClientNoContextTakeover">Whether the client forgets its window after every message that it sends.</param>
/// <param name="ServerMaxWindowBits">The server looks back at most 2 to the power of this, in bytes: 8 to 15.</param>
/// <param name="ClientMaxWindowBits">The client looks back at most 2 to the power of this, in bytes: 8 to 15.</param>
internal readonly record struct DeflateParameters(
    bool ServerNoContextTakeover, bool ClientNoContextTakeover, int ServerMaxWindowBits, int ClientMaxWindowBits)
{
    /// <summary>The smallest window that can be agreed on.</summary>
    public const int SmallestWindowBits = 8;

    /// <summary>The largest window of DEFLATE, and the one that counts where nothing is agreed (sections 7.1.2.1 and 7.1.2.2).</summary>
    public const int LargestWindowBits = 15;

    /// <summary>How the messages are compressed that an end sends.</summary>
    public (int WindowBits, bool ContextTakeover) SentBy(EndpointRole sender) => sender == EndpointRole.Server
        ? (ServerMaxWindowBits, !ServerNoContextTakeover)
        : (ClientMaxWindowBits, !ClientNoContextTakeover);
}
