namespace Endpoints.Generator.Model;

/// <summary>A type as emitted code writes it.</summary>
/// <param name="Name">With <c>global::</c>, without nullable annotations: what identifies it and what <c>typeof</c> takes.</param>
/// <param name="Annotated">With the annotations inside it, but without one on itself.</param>
/// <param name="ShortName">As a reader knows it, for messages.</param>
internal sealed record TypeRef(string Name, string Annotated, string ShortName)
{
    /// <summary>The type as one that takes null.</summary>
    public string OrNull => Annotated.EndsWith("?", StringComparison.Ordinal) ? Annotated : Annotated + "?";
}
