using System.Text.Json.Serialization;

namespace Endpoints.AspNetCore.Administration;

/// <summary>The body of a request to close a session. A name that is written wrongly is a fault: a reason would be lost.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CloseRequest
{
    /// <summary>The close code.</summary>
    public required int Code { get; init; }

    /// <summary>The reason; none where it is left out.</summary>
    public string? Reason { get; init; }
}
