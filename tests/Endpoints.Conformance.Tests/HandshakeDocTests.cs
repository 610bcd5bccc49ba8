using System.Reflection;
using System.Text.RegularExpressions;
using Endpoints.Connections.Limiting;
using Endpoints.Diagnostics;
using Endpoints.Dispatch;
using Endpoints.Handshake;

namespace Endpoints.Conformance.Tests;

/// <summary>
/// docs/handshake.md has each check of a handshake with the status, the tag and the sentence that are answered, in the order in which they are
/// made. When this fails, the expected lines are what belongs there.
/// </summary>
public sealed partial class HandshakeDocTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(
        typeof(HandshakeDocTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "RepositoryRoot").Value!,
        "docs",
        "handshake.md"));

    [Fact]
    public void Every_check_of_a_head_is_there() => AssertRows(
        "## Reading the head",
        [.. Enum.GetValues<RequestHeadFault>().Where(fault => fault != RequestHeadFault.None).Select(HandshakeRefusal.Of)]);

    [Fact]
    public void Every_check_of_a_request_is_there_in_its_order() => AssertRows(
        "## The order of checks",
        [
            HandshakeRefusal.PathMalformed,
            HandshakeRefusal.RouteNotFound,
            .. Enum.GetValues<HandshakeFault>().Where(fault => fault is not HandshakeFault.None and not HandshakeFault.ValueNotBound).Select(HandshakeRefusal.Of),
            HandshakeRefusal.Draining,
            HandshakeRefusal.MemoryFull,
            HandshakeRefusal.RateExceeded(TimeSpan.Zero),
            HandshakeRefusal.InterceptorFailed,
            HandshakeRefusal.InterceptorTimedOut,
            .. Enum.GetValues<SessionBound>().Where(bound => bound != SessionBound.None).Select(bound => HandshakeRefusal.Of(bound, TimeSpan.Zero)),
            HandshakeRefusal.RefusedByLimiter(TimeSpan.Zero),
            HandshakeRefusal.LimiterFailed,
            HandshakeRefusal.Of(HandshakeFault.ValueNotBound),
            HandshakeRefusal.ActivationFailed,
        ]);

    private static void AssertRows(string heading, HandshakeRefusal[] checks)
    {
        string[] expected = [.. checks.Select((check, index) => Format(index + 1, check))];
        string[] rows =
        [
            .. Lines.SkipWhile(line => line != heading).SkipWhile(line => !line.StartsWith("| 1 |", StringComparison.Ordinal))
                .TakeWhile(line => line.StartsWith('|')),
        ];
        Assert.True(expected.SequenceEqual(rows), string.Join(Environment.NewLine, [$"{heading} should have:", .. expected]));
    }

    // The sections stand in brackets at the end of the sentence; refusals that no RFC demands have none.
    private static string Format(int number, HandshakeRefusal check)
    {
        var match = Sentence().Match(check.Text);
        return $"| {number} | `{check.Reason}` | {check.Status} | {match.Groups[1].Value}. | {match.Groups[2].Value} |";
    }

    [GeneratedRegex(@"^(.*?)(?: \((RFC [^)]*)\))?\.$")]
    private static partial Regex Sentence();
}
