namespace Endpoints.Backplanes.Presence;

/// <summary>What other processes tell of their members. False for what cannot be read.</summary>
internal sealed partial class ClusterPresence
{
    /// <summary>A member has come, has changed or has gone.</summary>
    public bool TakeChange(Guid from, string group, ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            if (!_followed.TryGetValue(group, out var followed))
            {
                return true;
            }

            var holder = HolderOf(followed, from);
            if (!PresenceNotice.TryRead(payload, holder.NodeId, out var notice))
            {
                return false;
            }

            if (notice.IsLast)
            {
                followed.Holders.Remove(from);
                groups.ReplacePresent(group, holder.NodeId, []);
            }
            else if (notice.Before == holder.Version)
            {
                holder.Version = notice.Now;
                if (notice.Member is { } member)
                {
                    groups.PutPresent(group, member);
                }
                else
                {
                    groups.RemovePresent(group, notice.Key);
                }
            }
            else if (notice.Now > holder.Version)
            {
                AskAgain(followed, from, holder);
            }

            return true;
        }
    }

    /// <summary>A page of all members of a process.</summary>
    public bool TakeList(Guid from, string group, ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            if (!_followed.TryGetValue(group, out var followed))
            {
                return true;
            }

            var holder = HolderOf(followed, from);
            if (!PresencePage.TryRead(payload, holder.NodeId, out var page))
            {
                return false;
            }

            if (page.Number == 0)
            {
                holder.Pages = new PresencePages();
            }

            // One behind a page that was lost is as good as none: it will be asked again.
            if (holder.Pages?.Add(in page) != true)
            {
                holder.Pages = null;
                return true;
            }

            if (page.IsLast)
            {
                groups.ReplacePresent(group, holder.NodeId, holder.Pages.Members);
                (holder.Version, holder.Pages, holder.IsAsked) = (page.Version, null, false);
                if (page.Version == 0)
                {
                    followed.Holders.Remove(from);
                }
            }

            return true;
        }
    }

    private static FollowedGroup.Holder HolderOf(FollowedGroup followed, Guid node)
    {
        if (!followed.Holders.TryGetValue(node, out var holder))
        {
            followed.Holders.Add(node, holder = new FollowedGroup.Holder(node));
        }

        return holder;
    }

    // Something was missed. While the others are being asked anyway, the answer is on its way.
    private void AskAgain(FollowedGroup followed, Guid from, FollowedGroup.Holder holder)
    {
        if (!holder.IsAsked && followed.Known.Task.IsCompleted)
        {
            holder.IsAsked = true;
            var query = new PresenceQuery(number: 0);
            query.Add(followed, only: from);
            node.AskPresence(key, query.Payload, from);
        }
    }
}
