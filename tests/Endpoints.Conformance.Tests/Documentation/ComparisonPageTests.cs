namespace Endpoints.Conformance.Tests.Documentation;

/// <summary>The pages for who comes from elsewhere: no link leads nowhere, and tables have no empty cell.</summary>
public sealed class ComparisonPageTests
{
    [Theory]
    [InlineData("coming-from-spring.md")]
    [InlineData("coming-from-jakarta.md")]
    [InlineData("coming-from-quarkus.md")]
    [InlineData("coming-from-signalr.md")]
    [InlineData("coming-from-aspnetcore.md")]
    [InlineData("when-not-to-use-websockets.md")]
    public void Every_link_leads_to_a_file_and_no_cell_is_empty(string page)
    {
        var text = File.ReadAllText(Path.Combine(DocumentLinks.Folder, page));

        Assert.All(DocumentLinks.In(text), link => Assert.True(DocumentLinks.Exists(link.Target), link.Target));
        var rows = text.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.All(row.Trim().Trim('|').Split(" | "), cell => Assert.False(string.IsNullOrWhiteSpace(cell), row)));
    }
}
