using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Behavior;

/// <summary>Emitted validation of payloads, run.</summary>
public sealed class ValidationTests
{
    private const string Types =
        """
        using System.ComponentModel;
        using System.ComponentModel.DataAnnotations;
        using System.Text.Json;
        using System.Text.Json.Serialization;

        namespace App;

        public sealed record Say(
            [Required, StringLength(10, MinimumLength = 2)] string? Text,
            [property: Range(1, 5)] int Stars = 1,
            Author? Author = null,
            List<Line?>? Lines = null,
            Dictionary<string, Line>? Named = null,
            Line[]? More = null);

        public class Author
        {
            [EmailAddress, Display(Name = "mail address")] public string? Mail { get; set; }
            [MaxLength(2), MinLength(1)] public List<string>? Tags { get; init; }
            [RegularExpression("[a-z]+")] public virtual string Nick { get; set; } = "x";
            [Range(typeof(decimal), "0", "10")] public decimal? Money { get; set; }
            public Author? Friend { get; set; }
            public int Ignored { get; set; }
        }

        public struct Line : IValidatableObject
        {
            public int From { get; set; }
            [Range(0, 100)] public int To { get; set; }

            public IEnumerable<ValidationResult> Validate(ValidationContext context)
            {
                if (From > To)
                {
                    yield return new ValidationResult("backwards", [nameof(From)]);
                }
            }
        }

        [AttributeUsage(AttributeTargets.Class)]
        public sealed class NotBothAttribute : ValidationAttribute
        {
            protected override ValidationResult? IsValid(object? value, ValidationContext context) =>
                value is Either { Left: not null, Right: not null } ? new ValidationResult("not both of " + context.DisplayName) : null;
        }

        [NotBoth] public sealed record Either([MinLength(1)] string? Left, string? Right);

        [JsonPolymorphic, JsonDerivedType(typeof(Small), "small"), JsonDerivedType(typeof(Big), "big")]
        public abstract record Shape([property: Range(1, 9)] int Id);
        public record Small(int Id, [Required] string? Name) : Shape(Id);
        public sealed record Big(int Id, string? Name, [Range(10, 20)] int Size) : Small(Id, Name);

        """;

    [Theory]
    [InlineData("Say", """{"Text":"fine"}""", "ok")]
    [InlineData("Say", "{}", "Text: The Text field is required.")]
    [InlineData("Say", """{"Text":"x","Stars":0}""",
        "Text: The field Text must be a string with a minimum length of 2 and a maximum length of 10.|Stars: The field Stars must be between 1 and 5.")]
    [InlineData("Say", """{"Text":"fine","Author":{"Mail":"nobody","Tags":["a","b","c"],"Nick":"A1"}}""",
        "Author.Mail: The mail address field is not a valid e-mail address."
        + "|Author.Tags: The field Tags must be a string or array type with a maximum length of '2'."
        + "|Author.Nick: The field Nick must match the regular expression '[a-z]+'.")]
    [InlineData("Say", """{"Text":"fine","Author":{"Friend":{"Money":11}}}""", "Author.Friend.Money: The field Money must be between 0 and 10.")]
    [InlineData("Say", """{"Text":"fine","Lines":[{"To":1},null,{"From":2,"To":1}]}""", "Lines[2].From: backwards")]
    [InlineData("Say", """{"Text":"fine","Lines":[{"From":200,"To":101}]}""", "Lines[0].To: The field To must be between 0 and 100.")]
    [InlineData("Say", """{"Text":"fine","Named":{"b":{"To":-1}},"More":[{"To":-1}]}""",
        "Named[b].To: The field To must be between 0 and 100.|More[0].To: The field To must be between 0 and 100.")]
    [InlineData("Either", """{"Left":"a","Right":"b"}""", ": not both of Either")]
    [InlineData("Either", """{"Left":"","Right":"b"}""", "Left: The field Left must be a string or array type with a minimum length of '1'.")]
    [InlineData("Shape", """{"$type":"big","Id":0,"Name":"n","Size":1}""",
        "Size: The field Size must be between 10 and 20.|Id: The field Id must be between 1 and 9.")]
    [InlineData("Shape", """{"$type":"small","Id":1}""", "Name: The Name field is required.")]
    [InlineData("Line[]", """[{"To":1},{"To":-1}]""", "[1].To: The field To must be between 0 and 100.")]
    [InlineData("Line?", "null", "ok")]
    [InlineData("Line?", """{"To":-1}""", "To: The field To must be between 0 and 100.")]
    public async Task A_message_is_checked_by_its_attributes(string type, string json, string expected)
    {
        var context = string.Concat(new[] { "Say", "Either", "Shape", "Line[]", "Line?" }.Select(t => $"[JsonSerializable(typeof({t}))]"));
        var endpoint = EmittedEndpoint.Create(
            $$"""
            {{Types}}
            {{context}} internal sealed partial class Ctx : JsonSerializerContext;

            [WebSocketEndpoint("/", ValidateMessages = true)] public sealed class E
            {
                [OnMessage] public string Message({{type}} message) => "ok";
            }
            """);
        string actual;
        try
        {
            actual = Assert.Single(await endpoint.TextAsync(json))["text:".Length..];
        }
        catch (MessageValidationException invalid)
        {
            actual = string.Join('|', invalid.Errors.Select(e => $"{e.Member}: {e.Message}"));
        }

        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData("{}", "text:ok")]
    [InlineData("""{"Lines":[],"Maybe":[{"To":1}]}""", "text:ok")]
    [InlineData("""{"Lines":[{"To":1},{"To":-1}]}""", "text:Lines[1].To")]
    [InlineData("""{"Maybe":[{"To":-1}]}""", "text:Maybe[0].To")]
    public async Task Immutable_arrays_may_be_left_out(string json, string expected)
    {
        var endpoint = EmittedEndpoint.Create(
            $$"""
            using System.Collections.Immutable;
            {{Types}}
            public sealed record Page(ImmutableArray<Line> Lines, ImmutableArray<Line>? Maybe);
            [JsonSerializable(typeof(Page))] internal sealed partial class Ctx : JsonSerializerContext;

            [WebSocketEndpoint("/", ValidateMessages = true)] public sealed class E
            {
                [OnMessage] public string Message(Page page) => "ok";
                [OnError] public string Invalid(MessageValidationException error) => error.Errors[0].Member!;
            }
            """);
        var peer = endpoint.Open();

        peer.Text(json);
        await peer.UntilAsync(expected);
        await peer.EndAsync();

        Assert.Equal([expected], peer.Sent);
    }

    [Fact]
    public async Task Nothing_is_checked_unless_asked_for()
    {
        var endpoint = EmittedEndpoint.Create(
            $$"""
            {{Types}}
            [JsonSerializable(typeof(Say))] internal sealed partial class Ctx : JsonSerializerContext;

            [WebSocketEndpoint("/")] public sealed class E
            {
                [OnMessage] public string Message(Say message) => "ok";
            }
            """);

        Assert.Equal(["text:ok"], await endpoint.TextAsync("{}"));
    }
}
