namespace Endpoints.Conformance.Tests.Doors.Heads;

/// <summary>Heads that are about the same point.</summary>
/// <param name="Id">H and a number.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Rule">The RFC and its section.</param>
/// <param name="Cases">Titles of their own each.</param>
internal sealed record HeadGroup(string Id, string Title, string Rule, params IReadOnlyList<HeadCase> Cases);
