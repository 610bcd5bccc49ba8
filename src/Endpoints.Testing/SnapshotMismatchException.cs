namespace Endpoints.Testing;

/// <summary>What was generated differs from what was accepted. The message shows the first lines that differ.</summary>
/// <param name="message">What differs, and where the files are.</param>
public sealed class SnapshotMismatchException(string message) : Exception(message);
