using System.Text.RegularExpressions;
using Endpoints.Conformance.Tests.Documentation;

namespace Endpoints.Conformance.Tests;

/// <summary>docs/protocol.md says which file does what the RFC demands and which test holds it; neither may be gone.</summary>
public partial class ProtocolMapTests
{
    private const int Columns = 5;
    private const string Rfc7692Heading = "## RFC 7692";

    private static readonly string[][] Rfc6455 = ReadRows(lines => lines.TakeWhile(line => line != Rfc7692Heading));

    private static readonly string[][] Rfc7692 = ReadRows(lines => lines.SkipWhile(line => line != Rfc7692Heading));

    private static readonly string[][] Rows = [.. Rfc6455, .. Rfc7692];

    [Fact]
    public void Every_row_has_its_columns() => Assert.All(Rows, row => Assert.True(row.Length == Columns, string.Join(" | ", row)));

    [Theory]
    [InlineData("4.1", "4.2.1", "4.2.2", "4.4", "5.1", "5.2", "5.3", "5.4", "5.5", "5.5.1", "5.5.2", "5.5.3", "6.1", "6.2", "7.1.1", "7.4.1", "8.1")]
    public void Every_section_of_RFC_6455_from_4_to_8_has_rows(params string[] sections) =>
        Assert.All(sections, section => Assert.Contains(Rfc6455, row => row[0] == section));

    [Theory]
    [InlineData("5", "5.1", "6", "6.1", "6.2", "7", "7.1", "7.1.1.1", "7.1.1.2", "7.1.2.1", "7.1.2.2", "7.2.1", "7.2.2", "7.2.3.4", "7.2.3.6")]
    public void Every_section_of_RFC_7692_from_5_to_7_has_rows(params string[] sections) =>
        Assert.All(sections, section => Assert.Contains(Rfc7692, row => row[0] == section));

    [Fact]
    public void Every_file_named_exists()
    {
        var files = Rows.SelectMany(row => Quoted().Matches(row[3]).Select(match => match.Groups[1].Value)).ToArray();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(TestCatalogue.Root, "src", file)), file));
    }

    [Fact]
    public void Every_test_named_exists()
    {
        var tests = Rows.SelectMany(row => Quoted().Matches(row[4]).Select(match => match.Groups[1].Value)).ToArray();

        Assert.NotEmpty(tests);
        Assert.All(tests, test => Assert.True(TestCatalogue.Has(test), test));
    }

    [Fact]
    public void A_row_without_a_test_says_why()
    {
        var bare = Rows.Where(row => !Quoted().IsMatch(row[4]));

        Assert.Empty(bare.Where(row => row[4].Length < 10).Select(row => string.Join(" | ", row)));
    }

    [Fact]
    public void What_is_not_a_test_is_told()
    {
        Assert.True(TestCatalogue.Has($"{nameof(ProtocolMapTests)}.{nameof(What_is_not_a_test_is_told)}"));
        Assert.False(TestCatalogue.Has($"{nameof(ProtocolMapTests)}.No_such_test"));
        Assert.False(TestCatalogue.Has($"{nameof(ProtocolMapTests)}.ReadRows"));
        Assert.False(TestCatalogue.Has("NoSuchClass.No_such_test"));
    }

    /// <summary>The rows of the part that is about one of the RFCs: both number their sections alike.</summary>
    private static string[][] ReadRows(Func<IEnumerable<string>, IEnumerable<string>> choosePart) =>
    [
        .. choosePart(File.ReadLines(Path.Combine(TestCatalogue.Root, "docs", "protocol.md")))
            .Where(line => SectionRow().IsMatch(line))
            .Select(line => line.Trim().Trim('|').Split(" | ").Select(cell => cell.Trim()).ToArray()),
    ];

    [GeneratedRegex(@"^\| ([4-9]|10)(\.\d+)* \|")]
    private static partial Regex SectionRow();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
