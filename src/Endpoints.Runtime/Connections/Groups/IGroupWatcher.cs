namespace Endpoints.Connections.Groups;

/// <summary>Told which groups have members. Under the lock of the group, so in the right order; to be short.</summary>
internal interface IGroupWatcher
{
    /// <summary>A group has its first member.</summary>
    void Appeared(string name);

    /// <summary>A group has lost its last member.</summary>
    void Emptied(string name);
}
