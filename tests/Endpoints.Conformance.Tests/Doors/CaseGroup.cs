namespace Endpoints.Conformance.Tests.Doors;

/// <summary>Cases that are about the same; the n-th of them is named <c>Id.n</c>.</summary>
/// <param name="Id">Section and group. The sections are numbered as the Autobahn test suite does it.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Rule">The RFC and its section.</param>
/// <param name="Cases">Titles of their own each.</param>
internal sealed record CaseGroup(string Id, string Title, string Rule, params IReadOnlyList<ConformanceCase> Cases)
{
    public string Section => Id.Split('.')[0];

    public override string ToString() => $"{Id} {Title}";
}
