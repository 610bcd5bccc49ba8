namespace Endpoints.TestKit.Snapshots;

/// <summary>What was produced differs from what was accepted.</summary>
public sealed class SnapshotMismatchException(string message) : Exception(message);
