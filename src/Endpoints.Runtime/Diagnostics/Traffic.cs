namespace Endpoints.Diagnostics;

/// <summary>What has passed in one direction.</summary>
/// <param name="Messages">Messages.</param>
/// <param name="Bytes">Bytes of their payloads, uncompressed.</param>
internal readonly record struct Traffic(long Messages, long Bytes);
