using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Paths that no request can have.</summary>
public sealed class WSE0010Tests
{
    private const string Id = DiagnosticIds.InvalidPath;

    [Theory]
    [InlineData("[|\"\"|]", "empty")]
    [InlineData("\"[|c|]hat\"", "does not begin with '/'")]
    [InlineData("\"/chat[|?|]room=1\"", "'?' begins a query")]
    [InlineData("\"/chat[|#|]top\"", "'#' begins a query or fragment")]
    [InlineData("\"/a[|%|]2\"", "hexadecimal")]
    [InlineData("\"/a/[|..|]/b\"", "resolve the segment '..'")]
    [InlineData("\"/a/[|.|]\"", "resolve the segment '.'")]
    [InlineData("\"/a/[|/|]b\"", "Two slashes")]
    [InlineData("\"/a/[|{|]b\"", "no matching '}'")]
    [InlineData("\"/a/b[|}|]\"", "no matching '{'")]
    [InlineData("@\"/a/[|/|]b\"", "Two slashes")]
    [InlineData("[|\"/a//\" + \"b\"|]", "Two slashes")]
    [InlineData("[|null!|]", "empty")]
    public Task Reports_the_place_in_the_path(string path, string reason) =>
        AnalyzerVerifier.ReportsAsync(Id, RouteSource.Of(path), reason);

    [Theory]
    [InlineData("/")]
    [InlineData("/chat")]
    [InlineData("/chat/")]
    [InlineData("/a%20b/c.d/~e")]
    [InlineData("/{room}/{page:int?}")]
    [InlineData("/a/{{b}}")]
    public Task Accepts_a_path(string path) => AnalyzerVerifier.AcceptsAsync(RouteSource.Of($"\"{path}\""));
}
