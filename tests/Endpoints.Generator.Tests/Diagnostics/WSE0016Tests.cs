using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Values that cannot be read from text.</summary>
public sealed class WSE0016Tests
{
    private const string Id = DiagnosticIds.ParameterNotParsable;

    [Theory]
    [InlineData("[FromRoute] RoomId room", "the route")]
    [InlineData("[FromQuery] RoomId room", "the query")]
    [InlineData("[FromHeader] RoomId room", "a header")]
    [InlineData("RoomId room", "the route")]
    public Task Reports_a_type_that_has_no_parser(string parameter, string source) => AnalyzerVerifier.ReportsAsync(
        Id, Source($"[|{parameter}|]"), $"'room' cannot be read from {source}", "'RoomId' is not a string");

    [Theory]
    [InlineData("string room")]
    [InlineData("int room")]
    [InlineData("Guid? room")]
    [InlineData("DayOfWeek room")]
    [InlineData("DateOnly room")]
    [InlineData("[FromQuery] System.Net.IPAddress room")]
    [InlineData("Tag room")]
    public Task Accepts_a_type_that_has_one(string parameter) => AnalyzerVerifier.AcceptsAsync(Source(parameter));

    private static string Source(string parameter) =>
        $$"""
        [WebSocketEndpoint("/rooms/{room}")]
        public sealed class Room
        {
            [OnOpen] public void Open({{parameter}}) { }
        }

        public sealed class RoomId;

        public readonly struct Tag : ISpanParsable<Tag>
        {
            public static Tag Parse(string s, IFormatProvider? provider) => default;
            public static bool TryParse(string? s, IFormatProvider? provider, out Tag result) { result = default; return true; }
            public static Tag Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => default;
            public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Tag result) { result = default; return true; }
        }
        """;
}
