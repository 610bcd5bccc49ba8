using System.Text.RegularExpressions;

namespace Endpoints.Conformance.Tests.Documentation;

/// <summary>
/// docs/coming-from-spring.md has a row for each item of the chapter and each member of its API: none may be missing or half empty, and what its
/// sample and its test are must exist.
/// </summary>
public sealed partial class ComingFromSpringTests
{
    private const int Columns = 5;
    private const int Example = 3;
    private const int Test = 4;

    private static readonly string[][] Rows =
    [
        .. File.ReadLines(Path.Combine(DocumentLinks.Folder, "coming-from-spring.md"))
            .SkipWhile(line => line != "## The chapter")
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !Heading().IsMatch(line))
            .Select(line => line.Trim().Trim('|').Split(" | ").Select(cell => cell.Trim()).ToArray()),
    ];

    [Theory]
    [InlineData("S1-", 1, 16)]
    [InlineData("S1-", 20, 27)]
    [InlineData("S1-", 30, 30)]
    [InlineData("S1-", 40, 46)]
    [InlineData("S1-", 50, 51)]
    [InlineData("S1-", 60, 62)]
    [InlineData("S1-", 70, 72)]
    public void Every_item_of_the_chapter_has_a_row(string prefix, int first, int last) => Assert.All(
        Enumerable.Range(first, last - first + 1).Select(number => $"{prefix}{number:00}"),
        item => Assert.Contains(Rows, row => row[0].Split(' ')[0] == item));

    [Theory]
    [InlineData("WebSocketSession.getId", "getHandshakeInfo", "bufferFactory", "getAttributes", "receive", "send", "isOpen", "close()",
        "close(CloseStatus)", "closeStatus", "textMessage", "binaryMessage", "pingMessage", "pongMessage")]
    [InlineData("WebSocketHandler.getSubProtocols", "WebSocketHandler.handle")]
    [InlineData("WebSocketMessage", "payload", "nativeMessage", "payloadAsText", "retain", "release", "WebSocketMessage.equals")]
    [InlineData("HandshakeInfo.uri", "headers", "cookies", "principal", "subProtocol", "remoteAddress", "attributes", "logPrefix")]
    [InlineData("CloseStatus.NORMAL", "CloseStatus.GOING_AWAY", "CloseStatus.PROTOCOL_ERROR", "CloseStatus.NOT_ACCEPTABLE",
        "CloseStatus.NO_STATUS_CODE", "CloseStatus.NO_CLOSE_FRAME", "CloseStatus.BAD_DATA", "CloseStatus.POLICY_VIOLATION",
        "CloseStatus.TOO_BIG_TO_PROCESS", "CloseStatus.REQUIRED_EXTENSION", "CloseStatus.SERVER_ERROR", "CloseStatus.SERVICE_RESTARTED",
        "CloseStatus.SERVICE_OVERLOAD", "CloseStatus.TLS_HANDSHAKE_FAILURE", "SESSION_NOT_RELIABLE", "CloseStatus.withReason",
        "CloseStatus.create", "CloseStatus.equals")]
    [InlineData("WebSocketService.handleRequest", "HandshakeWebSocketService.upgradeStrategy", "sessionAttributePredicate", "start", "stop", "isRunning",
        "RequestUpgradeStrategy.upgrade", "WebSocketHandlerAdapter", "WebSocketUpgradeHandlerPredicate", "ContextWebSocketHandler",
        "AbstractListenerWebSocketSession", "HandshakeWebSocketServiceRuntimeHints")]
    public void Every_member_of_the_API_has_a_row(params string[] members) =>
        Assert.All(members, member => Assert.Contains(Rows, row => row[0].Contains($"`{member}`", StringComparison.Ordinal)));

    [Fact]
    public void No_cell_is_empty() => Assert.All(Rows, row =>
    {
        Assert.True(row.Length == Columns, string.Join(" | ", row));
        Assert.All(row, cell => Assert.NotEqual("", cell));
    });

    [Fact]
    public void The_sample_of_every_row_exists() => Assert.All(Rows, row =>
    {
        var samples = DocumentLinks.In(row[Example]);
        Assert.NotEmpty(samples);
        Assert.All(samples, sample => Assert.True(DocumentLinks.Exists(sample.Target), sample.Target));
    });

    [Fact]
    public void The_test_of_every_row_exists() => Assert.All(Rows, row =>
    {
        var tests = DocumentLinks.In(row[Test]);
        Assert.NotEmpty(tests);
        Assert.All(tests, test => Assert.True(IsTest(test), $"{row[0]}: {test.Text} in {test.Target}"));
    });

    [Fact]
    public void What_is_not_a_test_is_told()
    {
        const string Here = "../tests/Endpoints.Conformance.Tests/Documentation/ComingFromSpringTests.cs";

        Assert.True(IsTest(new($"{nameof(ComingFromSpringTests)}.{nameof(What_is_not_a_test_is_told)}", Here)));
        Assert.False(IsTest(new($"{nameof(ComingFromSpringTests)}.No_such_test", Here)));
        Assert.False(IsTest(new($"{nameof(ComingFromSpringTests)}.IsTest", Here)));
        Assert.False(IsTest(new($"OtherTests.{nameof(What_is_not_a_test_is_told)}", Here)));
        Assert.False(IsTest(new("X.Y", "../tests/NoSuchFile.cs")));
    }

    /// <summary>Whether a link's text is <c>Class.Method</c>, and its target the file of that class with that test.</summary>
    private static bool IsTest(DocumentLink link) =>
        link.Text.Split('.') is [var type, var method]
        && Path.GetFileName(link.Target).Split('.')[0] == type
        && DocumentLinks.Exists(link.Target)
        && TestCatalogue.IsTestIn(File.ReadAllText(Path.Combine(DocumentLinks.Folder, link.Target)), method);

    [GeneratedRegex(@"^\| (id|API|---) ")]
    private static partial Regex Heading();
}
