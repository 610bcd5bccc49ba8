namespace Endpoints.Backplanes.Presence;

/// <summary>The pages of one list that have come so far.</summary>
internal sealed class PresencePages
{
    private readonly List<PresentMember> _members = [];
    private int _next;

    public IReadOnlyCollection<PresentMember> Members => _members;

    /// <summary>Adds the next page; false for any other.</summary>
    public bool Add(in PresencePage page)
    {
        if (page.Number != _next)
        {
            return false;
        }

        _next++;
        _members.AddRange(page.Members);
        return true;
    }
}
