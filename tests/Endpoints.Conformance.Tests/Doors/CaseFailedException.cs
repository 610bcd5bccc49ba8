namespace Endpoints.Conformance.Tests.Doors;

/// <summary>Something else came than the case expects.</summary>
internal sealed class CaseFailedException(string message) : Exception(message);
