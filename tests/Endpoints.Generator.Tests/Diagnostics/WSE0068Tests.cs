using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Payloads with rules that need reflection.</summary>
public sealed class WSE0068Tests
{
    private const string Id = DiagnosticIds.PayloadNotValidatable;

    [Theory]
    [InlineData("[Compare(\"Other\")] public string? Value { get; set; }", "[Compare] of 'Say.Value'")]
    [InlineData("[MaxLength(3)] public HashSet<string>? Value { get; set; }", "[MaxLength] of 'Say.Value'")]
    [InlineData("[Range(typeof(Own), \"1\", \"2\")] public Own? Value { get; set; }", "[Range] of 'Say.Value'")]
    [InlineData("public List<Inner>? Value { get; set; }", "[Compare] of 'Inner.Again'")]
    public Task Reports_the_parameter(string member, string place) =>
        AnalyzerVerifier.ReportsAsync(Id, Source(member, "[|Say say|]"), "'Say' cannot be validated", place, "IValidatableObject");

    [Theory]
    [InlineData("[MaxLength(3), Required] public string? Value { get; set; }")]
    [InlineData("[Length(1, 3)] public List<string>? Value { get; set; }")]
    [InlineData("[MinLength(3)] public int[]? Value { get; set; }")]
    [InlineData("[Range(typeof(decimal), \"1\", \"2\")] public decimal Value { get; set; }")]
    [InlineData("[EmailAddress, Url, Phone, CreditCard, RegularExpression(\"x\"), StringLength(3), Base64String] public string? Value { get; set; }")]
    [InlineData("[AllowedValues(1, 2), DeniedValues(3), EnumDataType(typeof(DayOfWeek))] public int Value { get; set; }")]
    public Task Accepts_rules_that_need_none(string member) => AnalyzerVerifier.AcceptsAsync(Source(member, "Say say"));

    [Fact]
    public Task Accepts_such_rules_of_what_is_no_payload() =>
        AnalyzerVerifier.AcceptsAsync(Source("[Range(0, 9)] public int Value { get; set; }", "Say say, Inner service"));

    private static string Source(string member, string parameters) =>
        $$"""
        using System.ComponentModel.DataAnnotations;
        using System.Text.Json.Serialization;
        public sealed class Own;
        public sealed class Inner { public string? Value { get; set; } [Compare("Value")] public string? Again { get; set; } }
        public sealed class Say { {{member}} public string? Other { get; set; } }
        [JsonSerializable(typeof(Say))] public sealed partial class Ctx : JsonSerializerContext;
        [WebSocketEndpoint("/", ValidateMessages = true)] public sealed class E { [OnMessage] public void Message({{parameters}}) { } }
        """;
}
