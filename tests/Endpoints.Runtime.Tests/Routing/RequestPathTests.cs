using System.Reflection;
using System.Text;
using Endpoints.Routing;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Endpoints.Runtime.Tests.Routing;

public sealed class RequestPathTests
{
    private static readonly string[] Pieces =
    [
        "/", "/", "/", ".", ".", "..", "a", "b%20", "%2F", "%2f", "%2E", "%25", "%2", "%", "%G1", "%41", "%C3%A4", "%C3", "%A4",
        "%C3%28", "%C0%80",
        "%E2%82%AC", "%E2%82", "%ED%A0%80", "%F0%9F%98%80", "%F0%9F%98", "%F4%90%80%80", "%F8%88%80%80%80", "%FF", "%7F", "%01", "%00",
        "+", "~", "\u0001",
    ];

    private static readonly DecodePath Kestrel = FindKestrel();

    private delegate string DecodePath(Span<byte> path, bool pathEncoded, string rawTarget, int queryLength);

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/chat", "/chat")]
    [InlineData("/chat?a=%41/../b", "/chat")]
    [InlineData("/?", "/")]
    [InlineData("/a%20b", "/a b")]
    [InlineData("/%C3%A4/%E2%82%AC/%F0%9F%98%80", "/\u00e4/\u20ac/\ud83d\ude00")]
    [InlineData("/a%2Fb%2fc", "/a%2Fb%2fc")]
    [InlineData("/a%252Fb", "/a%2Fb")]
    [InlineData("/a+b", "/a+b")]
    [InlineData("/%", "/%")]
    [InlineData("/%4", "/%4")]
    [InlineData("/%zz%41", "/%zzA")]
    [InlineData("/%%41", "/%A")]
    [InlineData("/%C3", "/%C3")]
    [InlineData("/%C3%41", "/%C3A")]
    [InlineData("/%C0%AF", "/%C0%AF")]
    [InlineData("/%ED%A0%80", "/%ED%A0%80")]
    [InlineData("/a/./b", "/a/b")]
    [InlineData("/a/../b", "/b")]
    [InlineData("/a/%2e%2E/b", "/b")]
    [InlineData("/../../a", "/a")]
    [InlineData("/a/..", "/")]
    [InlineData("/a/b/..", "/a/")]
    [InlineData("/a/.", "/a/")]
    [InlineData("/..", "/")]
    [InlineData("/a//../b", "/a/b")]
    [InlineData("/a/...", "/a/...")]
    [InlineData("/.well-known/x", "/.well-known/x")]
    [InlineData("/a..", "/a..")]
    [InlineData("//", "//")]
    public void A_target_becomes_a_decoded_path(string target, string expected)
    {
        Assert.Equal(expected, Decode(target));
        Assert.Equal(expected, Kestrel(Encoding.ASCII.GetBytes(target.Split('?')[0]), true, target, 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("chat")]
    [InlineData("?a")]
    [InlineData("*")]
    [InlineData("/%00")]
    [InlineData("/a%00b")]
    [InlineData("/%C3%00")]
    [InlineData("/a\0b")]
    [InlineData("/\u00e4")]
    public void A_target_that_is_no_path_or_holds_NUL_or_raw_non_ASCII_is_refused(string target)
    {
        Assert.Null(Decode(target));
        Assert.True(RequestPath.NeedsDecoding(RequestPath.Of(Encoding.Latin1.GetBytes(target))) || target == "");
    }

    [Fact]
    public void The_query_does_not_matter_even_where_a_path_would_be_refused() =>
        Assert.Equal("/a", Decode("/a?\0\u00e4%00"));

    [Fact]
    public void A_destination_as_long_as_the_path_is_enough_and_one_shorter_is_not()
    {
        Assert.True(RequestPath.TryDecode("/a%20b?query"u8, new byte[6], out var written));
        Assert.Equal(4, written);
        Assert.False(RequestPath.TryDecode("/a%20b?query"u8, new byte[5], out written));
        Assert.Equal(0, written);
    }

    [Property(MaxTest = 2000)]
    public Property Paths_are_decoded_as_Kestrel_decodes_them() => Prop.ForAll(Paths(), path =>
    {
        string? expected;
        try
        {
            expected = Kestrel(Encoding.ASCII.GetBytes(path), path.Contains('%', StringComparison.Ordinal), path, 0);
        }
        catch (InvalidOperationException)
        {
            expected = null;
        }

        Assert.Equal(expected, Decode(path));
    });

    [Property(MaxTest = 500)]
    public Property A_path_that_needs_no_decoding_is_decoded_to_itself() => Prop.ForAll(Paths(), path =>
    {
        if (!RequestPath.NeedsDecoding(Encoding.ASCII.GetBytes(path)))
        {
            Assert.Equal(path, Decode(path));
        }
    });

    [Theory]
    [InlineData("/", false)]
    [InlineData("/chat/room", false)]
    [InlineData("/a.b", false)]
    [InlineData("/a/.b", true)]
    [InlineData("/a/..", true)]
    [InlineData("/a%20", true)]
    public void The_common_path_needs_no_decoding(string path, bool expected) =>
        Assert.Equal(expected, RequestPath.NeedsDecoding(Encoding.ASCII.GetBytes(path)));

    [Fact]
    public void Decoding_allocates_nothing()
    {
        var destination = new byte[64];
        Decode(destination);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Decode(destination);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Decode(byte[] destination)
        {
            for (var i = 0; i < 100; i++)
            {
                RequestPath.NeedsDecoding("/a/%C3%A4/../%zz"u8);
                RequestPath.TryDecode("/a/%C3%A4/../%zz"u8, destination, out _);
            }
        }
    }

    private static Arbitrary<string> Paths() =>
        Gen.Elements(Pieces).ListOf().Select(pieces => "/" + string.Concat(pieces)).ToArbitrary();

    private static string? Decode(string target)
    {
        var bytes = Encoding.Latin1.GetBytes(target);
        var destination = new byte[bytes.Length];
        return RequestPath.TryDecode(bytes, destination, out var written)
            ? new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(destination, 0, written)
            : null;
    }

    // Internal to Kestrel; the shared framework's version is pinned by global.json's SDK.
    private static DecodePath FindKestrel()
    {
        var decoder = Assembly.Load("Microsoft.AspNetCore.Server.Kestrel.Core")
            .GetType("Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http.PathDecoder", throwOnError: true)!;
        return decoder.GetMethod("DecodePath", BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<DecodePath>();
    }
}
