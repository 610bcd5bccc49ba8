using System.Text;
using Endpoints.Routing;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;

namespace Endpoints.Runtime.Tests.Routing;

/// <summary>Each constraint is compared with the ASP.NET Core class of its name, on a table of edges and on random text.</summary>
public sealed class RouteConstraintsTests
{
    private static readonly (string Name, Func<ReadOnlySpan<byte>, bool> Ours, IRouteConstraint Theirs)[] Constraints =
    [
        ("int", RouteConstraints.IsInt, new IntRouteConstraint()),
        ("long", RouteConstraints.IsLong, new LongRouteConstraint()),
        ("bool", RouteConstraints.IsBool, new BoolRouteConstraint()),
        ("guid", RouteConstraints.IsGuid, new GuidRouteConstraint()),
        ("datetime", RouteConstraints.IsDateTime, new DateTimeRouteConstraint()),
        ("decimal", RouteConstraints.IsDecimal, new DecimalRouteConstraint()),
        ("double", RouteConstraints.IsDouble, new DoubleRouteConstraint()),
        ("float", RouteConstraints.IsFloat, new FloatRouteConstraint()),
        ("alpha", RouteConstraints.IsAlpha, new AlphaRouteConstraint()),
        ("minlength(2)", value => RouteConstraints.HasMinLength(value, 2), new MinLengthRouteConstraint(2)),
        ("maxlength(2)", value => RouteConstraints.HasMaxLength(value, 2), new MaxLengthRouteConstraint(2)),
        ("length(2)", value => RouteConstraints.HasLength(value, 2), new LengthRouteConstraint(2)),
        ("length(1,3)", value => RouteConstraints.HasLength(value, 1, 3), new LengthRouteConstraint(1, 3)),
        ("min(-5)", value => RouteConstraints.IsMin(value, -5), new MinRouteConstraint(-5)),
        ("max(5)", value => RouteConstraints.IsMax(value, 5), new MaxRouteConstraint(5)),
        ("range(-5,5)", value => RouteConstraints.IsInRange(value, -5, 5), new RangeRouteConstraint(-5, 5)),
        ("required", RouteConstraints.IsRequired, new RequiredRouteConstraint()),
        ("file", RouteConstraints.IsFile, new FileNameRouteConstraint()),
        ("nonfile", RouteConstraints.IsNonFile, new NonFileNameRouteConstraint()),
    ];

    private static readonly string[] Edges =
    [
        "", " ", "0", "-0", "+0", "5", "6", "-5", "-6", " 5", "5 ", "\t5\n", "5\0", "\0", "\u00a05", "5\u00a0", "\u20035", "\u0665",
        "\uff15", "\u22125", "5-", "(5)", "0x5",
        "2147483647", "2147483648", "-2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "-9223372036854775809", "00000000000000000000005", "1e3", "1E400", "-1e-400", "1.5", ".5", "5.", ".", "1,000", "1,0,0", ",1",
        "1,", "$5", "\u00a45",
        "79228162514264337593543950335", "79228162514264337593543950336", "NaN", "nan", "-NaN", "+NaN", "Infinity", "-infinity",
        "+Infinity", "\u221e",
        "-\u221e", "3.5e38", "true", "TRUE", " false ", "false\0", "\u00a0true", "tru", "1",
        "0f8fad5b-d9cb-469f-a165-70867728950e", "0F8FAD5BD9CB469FA16570867728950E", "{0f8fad5b-d9cb-469f-a165-70867728950e}",
        "(0f8fad5b-d9cb-469f-a165-70867728950e)", " 0f8fad5b-d9cb-469f-a165-70867728950e ", "\u00a00f8fad5b-d9cb-469f-a165-70867728950e",
        "0f8fad5b-d9cb-469f-a165-70867728950", "{0x0f8fad5b,0xd9cb,0x469f,{0xa1,0x65,0x70,0x86,0x77,0x28,0x95,0x0e}}",
        "2026-02-28", "2026-02-29", "2024-02-29", "02/28/2026", "28/02/2026", "2026-02-28T12:00:00Z", "2026-02-28T12:00:00+02:00",
        "12:00", "24:00", "May",
        "Sat, 28 Feb 2026 12:00:00 GMT", "2026-02-28\u00a012:00", "abc", "ABC", "aZ", "a1", "abc\n", "abc\n\n", "\n", "\r\n", "a\nb",
        "\u00e4", "\u212a", "\u0131", "\u017f", "\ufffd",
        "ab", "\ud83d\ude00", "\ud83d\ude00a", "\u00e4\u00f6", "\u20ac\u20ac\u20ac", "a.b", "a.", "a..", "a..b", ".b", "..", "a/b.c",
        "a.b/c", "a.b/c.", "/", "a.b/", new string('1', 200), new string('a', 300),
    ];

    private static readonly string[] Pieces =
    [
        "0", "1", "5", "9", "-", "+", ".", ",", "e", "E", " ", "\t", "\n", "\0", "/", ":", "a", "f", "Z", "T", "true", "False", "NaN",
        "Infinity", "2026", "-02-", "\u00a0", "\u2212",
        "\u0665", "\u00e4", "\ud83d\ude00", "{", "}", "(", ")", "0f8fad5b-d9cb-469f-a165-70867728950e", "AM", "GMT", "\u212a",
    ];

    public static TheoryData<string> Names => [.. Constraints.Select(constraint => constraint.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Edges_are_decided_as_ASP_NET_Core_decides_them(string name)
    {
        var differences = Edges.Where(text => !Agree(name, text)).ToArray();
        Assert.Empty(differences);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Some_edge_passes_and_some_edge_fails(string name)
    {
        var (_, ours, _) = Array.Find(Constraints, constraint => constraint.Name == name);
        Assert.Contains(Edges, text => ours(Encoding.UTF8.GetBytes(text)));
        Assert.Contains(Edges, text => !ours(Encoding.UTF8.GetBytes(text)));
    }

    [Property(MaxTest = 2000)]
    public Property Any_text_is_decided_as_ASP_NET_Core_decides_it()
    {
        var texts = Gen.Elements(Pieces).ListOf().Select(string.Concat);
        return Prop.ForAll(texts.ToArbitrary(), text =>
            Assert.Empty(Constraints.Where(constraint => !Agree(constraint.Name, text)).Select(constraint => constraint.Name)));
    }

    [Fact]
    public void Every_BMP_character_alone_is_decided_as_ASP_NET_Core_decides_it()
    {
        var differences =
            from code in Enumerable.Range(0, 0x10000)
            where !char.IsSurrogate((char)code)
            from name in new[] { "int", "double", "alpha", "bool" }
            where !Agree(name, ((char)code).ToString()) || !Agree(name, $"{(char)code}1") || !Agree(name, $"true{(char)code}")
            select $"{name} U+{code:X4}";
        Assert.Empty(differences);
    }

    [Fact]
    public void Deciding_allocates_nothing()
    {
        var texts = Edges.Where(text => text.Length <= 128).Select(Encoding.UTF8.GetBytes).ToArray();
        DecideAll(texts);
        var before = GC.GetAllocatedBytesForCurrentThread();
        DecideAll(texts);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void DecideAll(byte[][] texts)
    {
        foreach (var text in texts)
        {
            foreach (var (_, ours, _) in Constraints)
            {
                ours(text);
            }
        }
    }

    private static bool Agree(string name, string text)
    {
        var (_, ours, theirs) = Array.Find(Constraints, constraint => constraint.Name == name);
        var values = new RouteValueDictionary { ["x"] = text };
        return ours(Encoding.UTF8.GetBytes(text)) == theirs.Match(null, null, "x", values, RouteDirection.IncomingRequest);
    }
}
