using System.Reflection;
using System.Text;
using Endpoints.Fuzz.Engine;
using Endpoints.Routing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using static Endpoints.Fuzz.Engine.BrokenInvariantException;

namespace Endpoints.Fuzz.Targets;

/// <summary>Paths against Kestrel's decoder, their segments against string code, and the constraints against ASP.NET Core's.</summary>
internal sealed class RoutesTarget : FuzzTarget
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private static readonly DecodePath Kestrel = FindKestrel();

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
        ("length(1,3)", value => RouteConstraints.HasLength(value, 1, 3), new LengthRouteConstraint(1, 3)),
        ("min(-5)", value => RouteConstraints.IsMin(value, -5), new MinRouteConstraint(-5)),
        ("max(5)", value => RouteConstraints.IsMax(value, 5), new MaxRouteConstraint(5)),
        ("range(-5,5)", value => RouteConstraints.IsInRange(value, -5, 5), new RangeRouteConstraint(-5, 5)),
        ("file", RouteConstraints.IsFile, new FileNameRouteConstraint()),
        ("nonfile", RouteConstraints.IsNonFile, new NonFileNameRouteConstraint()),
    ];

    private delegate string DecodePath(Span<byte> path, bool pathEncoded, string rawTarget, int queryLength);

    public override string Name => "routes";

    public override int MaxInputLength => 400;

    public override IReadOnlyList<byte[]> Dictionary { get; } =
    [
        .. new[]
        {
            "/", "//", "/.", "/..", "/./", "/../", "%2F", "%2f", "%2E", "%2e%2E", "%25", "%", "%C3%A4", "%C3", "%A4", "%E2%82%AC", "%ED%A0%80", "%00",
            "%0A", "%F0%9F%98%80", "%F4%90%80%80", "?", "+", "0", "-1", "+1", "1e3", "1,000", "NaN", "Infinity", "true", " ", ".", "a.b", "%20",
            "2147483647", "9223372036854775808", "0f8fad5b-d9cb-469f-a165-70867728950e", "2024-02-29", "12:00", "79228162514264337593543950336",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    public override IEnumerable<(string Name, byte[] Input)> Seeds() => new (string Name, string Target)[]
    {
        ("root", "/"),
        ("plain", "/chat/room-1?user=a"),
        ("escaped", "/a%20b/%C3%A4/%E2%82%AC/%F0%9F%98%80"),
        ("dots", "/a/./b/../../c/.."),
        ("escaped-dots", "/a/%2e%2E/b"),
        ("escaped-slash", "/a%2Fb%2fc%252F"),
        ("not-escapes", "/%/%4/%zz/%C3%28/%C0%AF/%ED%A0%80"),
        ("empty-segments", "/a//b///"),
        ("many-segments", string.Concat(Enumerable.Repeat("/x", 70))),
        ("values", "/-2147483648/9223372036854775807/true/0f8fad5b-d9cb-469f-a165-70867728950e/2024-02-29T12:00:00Z/1,000.5/1e308/NaN/a.b/abc"),
        ("nul", "/a%00"),
    }.Select(seed => (seed.Name, Encoding.ASCII.GetBytes(seed.Target)));

    public override ulong Run(ReadOnlySpan<byte> input)
    {
        var behavior = new Behavior();
        var path = RequestPath.Of(input);
        var decoded = new byte[path.Length];
        var isPath = RequestPath.TryDecode(input, decoded, out var written);
        behavior.Add(isPath);

        // Kestrel splits the target at the slash and the query before it decodes, and refuses NUL and what is not ASCII there.
        if (path.StartsWith("/"u8) && !path.ContainsAnyExceptInRange((byte)1, (byte)127))
        {
            var expected = AskKestrel(path.ToArray());
            Same(expected, isPath ? Strict.GetString(decoded, 0, written) : null, "decoded path");
            Demand(RequestPath.NeedsDecoding(path) || path.SequenceEqual(decoded.AsSpan(0, written)), "a path that needs no decoding");
        }
        else
        {
            Demand(!isPath, "not a path");
        }

        if (isPath)
        {
            CheckSegments(decoded.AsSpan(0, written), ref behavior);
        }

        return behavior.Value;
    }

    private static string? AskKestrel(byte[] path)
    {
        try
        {
            return Kestrel(path, path.Contains((byte)'%'), Encoding.ASCII.GetString(path), 0);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static void CheckSegments(ReadOnlySpan<byte> path, ref Behavior behavior)
    {
        var text = Encoding.UTF8.GetString(path);
        var expected = text[1..].Split('/').ToList();
        if (expected[^1].Length == 0)
        {
            expected.RemoveAt(expected.Count - 1);
        }

        var segments = new PathSegments(path);
        Same(expected.Count, segments.Count, "segments");
        for (var i = 0; i < expected.Count; i++)
        {
            Same(expected[i], Encoding.UTF8.GetString(segments[i]), "segment");
            Demand(path[segments.Start(i)..].StartsWith(segments[i]), "where a segment starts");
            Same(string.Join('/', text[1..].Split('/')[i..]), Encoding.UTF8.GetString(path[segments.RestStart(i)..]), "rest from a segment on");
            CompareConstraints(expected[i], segments[i], ref behavior);
        }

        Same(path.Length, segments.RestStart(expected.Count), "rest behind the last segment");
        behavior.AddSize(segments.Count);
    }

    private static void CompareConstraints(string text, ReadOnlySpan<byte> value, ref Behavior behavior)
    {
        var values = new RouteValueDictionary { ["x"] = text };
        var verdicts = 0;
        foreach (var (name, ours, theirs) in Constraints)
        {
            var verdict = ours(value);
            verdicts = (verdicts << 1) | (verdict ? 1 : 0);
            Same(theirs.Match(null, null, "x", values, RouteDirection.IncomingRequest), verdict, $"{name} of '{text}'");
        }

        behavior.Add(verdicts);
    }

    private static DecodePath FindKestrel() => Assembly.Load("Microsoft.AspNetCore.Server.Kestrel.Core")
        .GetType("Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http.PathDecoder", throwOnError: true)!
        .GetMethod("DecodePath", BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<DecodePath>();
}
