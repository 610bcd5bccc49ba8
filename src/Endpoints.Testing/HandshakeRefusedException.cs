namespace Endpoints.Testing;

/// <summary>The server refused an opening handshake that the test expected to succeed.</summary>
public sealed class HandshakeRefusedException : Exception
{
    internal HandshakeRefusedException(string path, HandshakeResponse response, Exception? cause)
        : base($"{path} was refused with {response.Status}: {response.Body.Trim()}{(cause is null ? "" : $"\nThe endpoint threw: {cause.Message}")}", cause) =>
        Response = response;

    /// <summary>What the server answered.</summary>
    public HandshakeResponse Response { get; }

    /// <summary>The status code, for example 404 when no endpoint has the path, or 403 when the origin is not admitted.</summary>
    public int Status => Response.Status;
}
