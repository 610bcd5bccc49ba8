namespace Endpoints.Conformance.Tests.Documentation;

/// <summary>A link of a page in <c>docs</c>.</summary>
/// <param name="Text">What is read.</param>
/// <param name="Target">Where it leads, relative to <c>docs</c>, without a fragment.</param>
internal sealed record DocumentLink(string Text, string Target);
