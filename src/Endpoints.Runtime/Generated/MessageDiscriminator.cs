using System.ComponentModel;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Endpoints.Generated;

/// <summary>
/// What tells a message apart: the value of one property of its outermost JSON object. The first property that has the name counts.
/// A view over the message; reading it allocates nothing.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct MessageDiscriminator
{
    // Enough to be recognised in a close reason, which holds 123 bytes.
    private const int MostShown = 64;

    // As lenient as a context can be; the handler's own decides what it takes.
    private static readonly JsonReaderOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private readonly ReadOnlySpan<byte> _value;
    private readonly ReadOnlySpan<byte> _property;
    private readonly Finding _finding;

    private MessageDiscriminator(Finding finding, ReadOnlySpan<byte> property, ReadOnlySpan<byte> value = default, int number = 0)
    {
        _finding = finding;
        _property = property;
        _value = value;
        Number = number;
    }

    private enum Finding
    {
        Missing,
        Text,
        Number,
        Other,
        NotAnObject,
    }

    /// <summary>The discriminator as UTF-8, without escapes; empty where it is no text.</summary>
    public ReadOnlySpan<byte> Text => _finding == Finding.Text ? _value : default;

    /// <summary>Whether it is a number that <see cref="Number"/> can hold.</summary>
    public bool IsNumber => _finding == Finding.Number;

    /// <summary>The discriminator where it is a number.</summary>
    public int Number { get; }

    /// <summary>Looks for the discriminator. The whole message is read only where the property does not come first.</summary>
    /// <param name="payload">The message.</param>
    /// <param name="property">The discriminating property's name, compared exactly.</param>
    /// <param name="scratch">Takes a text that is written with escapes. One that does not fit is none that the caller knows.</param>
    public static MessageDiscriminator Read(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> property, Span<byte> scratch)
    {
        var reader = new Utf8JsonReader(payload, Options);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return new MessageDiscriminator(Finding.NotAnObject, property);
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isFound = reader.ValueTextEquals(property);
                reader.Read();
                if (isFound)
                {
                    return Of(ref reader, property, scratch);
                }

                reader.Skip();
            }

            return new MessageDiscriminator(Finding.Missing, property);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Not JSON, or an escape that is no character.
            return new MessageDiscriminator(Finding.NotAnObject, property);
        }
    }

    /// <summary>Says that no handler takes the message.</summary>
    public UnreadablePayloadException Unknown()
    {
        var reason = _finding switch
        {
            Finding.Text => "Unknown message type \"" + Shown(_value) + "\".",
            Finding.Number or Finding.Other => "Unknown message type " + Shown(_value) + ".",
            Finding.Missing => "The message has no \"" + Shown(_property) + "\", which tells its type.",
            _ => "The message is not a JSON object.",
        };
        return new UnreadablePayloadException(reason) { CloseReason = reason };
    }

    private static MessageDiscriminator Of(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> property, Span<byte> scratch)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String when !reader.ValueIsEscaped:
                return new MessageDiscriminator(Finding.Text, property, reader.ValueSpan);
            case JsonTokenType.String when reader.ValueSpan.Length > scratch.Length:
                return new MessageDiscriminator(Finding.Other, property, reader.ValueSpan);
            case JsonTokenType.String:
                var length = reader.CopyString(scratch);
                return new MessageDiscriminator(Finding.Text, property, scratch[..length]);
            case JsonTokenType.Number when reader.TryGetInt32(out var number):
                return new MessageDiscriminator(Finding.Number, property, reader.ValueSpan, number);
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null:
                return new MessageDiscriminator(Finding.Other, property, reader.ValueSpan);
            default:
                return new MessageDiscriminator(Finding.Missing, property);
        }
    }

    // The peer's text comes back to it, and goes into logs: bounded, and without what could forge a line or drive a terminal.
    private static string Shown(ReadOnlySpan<byte> utf8)
    {
        var shown = new StringBuilder(MostShown);
        var length = 0;
        while (!utf8.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out var rune, out var consumed);
            var isPlain = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
            var text = isPlain ? rune.ToString() : $"\\u{{{rune.Value:X}}}";
            var size = isPlain ? rune.Utf8SequenceLength : text.Length;
            if (length + size > MostShown)
            {
                return shown.Append("...").ToString();
            }

            shown.Append(text);
            length += size;
            utf8 = utf8[consumed..];
        }

        return shown.ToString();
    }
}
