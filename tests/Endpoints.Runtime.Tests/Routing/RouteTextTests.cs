using System.Text;
using Endpoints.Routing;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Endpoints.Runtime.Tests.Routing;

public sealed class RouteTextTests
{
    private static readonly string[] Pieces =
    [
        "a", "A", "k", "K", "\u212a", "i", "I", "\u0131", "\u0130", "s", "\u017f", "\u00e4", "\u00c4", "\u00df", "\u1e9e",
        "\u03c3", "\u03c2", "\u03a3", "\ud801\udc00", "\ud801\udc28", "1",
    ];

    [Theory]
    [InlineData("chat", "chat", true)]
    [InlineData("CHAT", "chat", true)]
    [InlineData("cha", "chat", false)]
    [InlineData("chats", "chat", false)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("[", "{", false)]
    [InlineData("@", "`", false)]
    [InlineData("\u00c4pfel", "\u00e4pfel", true)]
    [InlineData("apfel", "\u00e4pfel", false)]
    [InlineData("\u212a", "k", false)]
    public void Literals_are_compared_in_any_case(string segment, string literal, bool expected) =>
        Assert.Equal(expected, RouteText.EqualsIgnoreCase(Encoding.UTF8.GetBytes(segment), Encoding.UTF8.GetBytes(literal)));

    [Property(MaxTest = 1000)]
    public Property Literals_are_compared_as_ordinal_text_in_any_case()
    {
        var texts = Gen.Elements(Pieces).ListOf().Select(string.Concat);
        var pairs = Gen.OneOf(
            texts.Two().Select(pair => (pair.Item1, pair.Item2)),
            texts.Select(text => (text, text.ToUpperInvariant())),
            texts.Select(text => (text.ToLowerInvariant(), text)));
        return Prop.ForAll(pairs.ToArbitrary(), pair => Assert.Equal(
            string.Equals(pair.Item1, pair.Item2, StringComparison.OrdinalIgnoreCase),
            RouteText.EqualsIgnoreCase(Encoding.UTF8.GetBytes(pair.Item1), Encoding.UTF8.GetBytes(pair.Item2))));
    }

    [Fact]
    public void No_character_beyond_ASCII_equals_an_ASCII_letter()
    {
        var folded = Enumerable.Range(0x80, 0x10000 - 0x80)
            .Where(code => "abcdefghijklmnopqrstuvwxyz".Any(
                letter => string.Equals(((char)code).ToString(), letter.ToString(), StringComparison.OrdinalIgnoreCase)));
        Assert.Empty(folded);
    }

    [Fact]
    public void Long_literals_beyond_ASCII_are_compared_too()
    {
        var literal = new string('\u00e4', 1000);
        Assert.True(RouteText.EqualsIgnoreCase(Encoding.UTF8.GetBytes(literal.ToUpperInvariant()), Encoding.UTF8.GetBytes(literal)));
        Assert.False(RouteText.EqualsIgnoreCase(Encoding.UTF8.GetBytes(literal + "a"), Encoding.UTF8.GetBytes(literal)));
    }
}
