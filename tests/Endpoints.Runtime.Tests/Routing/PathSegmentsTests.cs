using System.Reflection;
using System.Text;
using Endpoints.Routing;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace Endpoints.Runtime.Tests.Routing;

public sealed class PathSegmentsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/a", "a")]
    [InlineData("/a/", "a")]
    [InlineData("/a/bc", "a", "bc")]
    [InlineData("//", "")]
    [InlineData("//a", "", "a")]
    [InlineData("/a//", "a", "")]
    [InlineData("/a//b/", "a", "", "b")]
    public void A_path_is_cut_at_its_slashes(string path, params string[] expected) => Assert.Equal(expected, Cut(path));

    [Theory]
    [InlineData("/files/a/b", 1, "a/b")]
    [InlineData("/files/a/b/", 1, "a/b/")]
    [InlineData("/files//b", 1, "/b")]
    [InlineData("/files/", 1, "")]
    [InlineData("/files", 1, "")]
    [InlineData("/files", 0, "files")]
    [InlineData("/", 0, "")]
    [InlineData("/files", 7, "")]
    public void The_rest_of_a_path_starts_at_a_segment(string path, int index, string expected)
    {
        var segments = new PathSegments(Encoding.UTF8.GetBytes(path));
        Assert.Equal(expected, path[segments.RestStart(index)..]);
    }

    [Theory]
    [InlineData(PathSegments.MaxStored - 1)]
    [InlineData(PathSegments.MaxStored)]
    [InlineData(PathSegments.MaxStored + 1)]
    [InlineData(PathSegments.MaxStored + 2)]
    [InlineData(3 * PathSegments.MaxStored)]
    public void More_segments_than_are_stored_are_found_all_the_same(int count)
    {
        string[] expected = [.. Enumerable.Range(0, count).Select(number => new string('x', number % 3))];
        expected[^1] = "last";
        foreach (var end in new[] { "", "/" })
        {
            var path = "/" + string.Join('/', expected) + end;
            Assert.Equal(expected, Cut(path));
            var segments = new PathSegments(Encoding.UTF8.GetBytes(path));
            Assert.Equal("last" + end, path[segments.RestStart(count - 1)..]);
            Assert.Equal(path.Length, segments.RestStart(count));
        }
    }

    [Fact]
    public void A_segment_that_is_not_there_is_the_callers_error()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PathSegments("/a"u8).Start(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PathSegments("/a"u8).Start(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PathSegments("/a"u8)[1].Length);
    }

    [Property(MaxTest = 1000)]
    public Property Paths_are_cut_as_ASP_NET_Core_cuts_them()
    {
        var paths = Gen.Elements("/", "/", "a", "bc").ListOf().Select(pieces => "/" + string.Concat(pieces));
        return Prop.ForAll(paths.ToArbitrary(), path => Assert.Equal(CutByAspNetCore(path), Cut(path)));
    }

    private static List<string> Cut(string path)
    {
        var bytes = Encoding.UTF8.GetBytes(path);
        var segments = new PathSegments(bytes);
        var found = new List<string>();
        for (var i = 0; i < segments.Count; i++)
        {
            found.Add(Encoding.UTF8.GetString(segments[i]));
            Assert.Equal(found[i], path.Substring(segments.Start(i), segments[i].Length));
        }

        return found;
    }

    private static IEnumerable<string> CutByAspNetCore(string path)
    {
        var tokenizer = typeof(RouteCollection).Assembly.GetType("Microsoft.AspNetCore.Routing.PathTokenizer", throwOnError: true)!;
        var segments = (IReadOnlyList<StringSegment>)Activator.CreateInstance(
            tokenizer, BindingFlags.Public | BindingFlags.Instance, null, [new PathString(path)], null)!;
        return segments.Select(segment => segment.ToString());
    }
}
