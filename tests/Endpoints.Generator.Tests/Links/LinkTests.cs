using System.Reflection;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Links;

/// <summary>What <c>PathFor</c> and <c>UriFor</c> give and refuse.</summary>
public sealed class LinkTests
{
    [Theory]
    [InlineData("/", "", "/")]
    [InlineData("/a b/Ü", "", "/a%20b/%C3%9C")]
    [InlineData("/rooms/{room}", "a b", "/rooms/a%20b")]
    [InlineData("/files/{*path}", "a/b c", "/files/a/b%20c")]
    [InlineData("/files/{*path}", "", "/files")]
    [InlineData("/x/{a=1}/{b=2}", ";3", "/x/1/3")]
    [InlineData("/x/{a=1}/{b=2}", ";", "/x")]
    public void Paths_are_written_as_browsers_send_them(string template, string values, string expected) =>
        Assert.Equal(expected, Link(template).PathFor(values));

    [Theory]
    [InlineData("/rooms/{room}", "", "is empty")]
    [InlineData("/rooms/{room}", "a/b", "catch-all")]
    [InlineData("/rooms/{room}", "..", "taken out of the path")]
    [InlineData("/rooms/{*room}", "a/./b", "taken out of the path")]
    [InlineData("/rooms/{room}", "a\0b", "NUL")]
    [InlineData("/rooms/{room:maxlength(2)}", "abc", "\"maxlength(2)\"")]
    [InlineData("/rooms/{room?}/{page?}", ";2", "cannot leave 'room' out")]
    public void What_would_not_arrive_is_refused(string template, string values, string reason)
    {
        var refusal = Assert.ThrowsAny<ArgumentException>(() => Link(template).PathFor(values));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Equal("room", refusal.ParamName);
    }

    // A test's argument could not carry it.
    [Fact]
    public void Half_of_a_surrogate_pair_is_refused() => Assert.Contains(
        "surrogate", Assert.ThrowsAny<ArgumentException>(() => Link("/rooms/{room}").PathFor("\ud800")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("http://example.com", "ws://example.com/rooms/a")]
    [InlineData("https://example.com:8443/app/?x=1#y", "wss://example.com:8443/app/rooms/a")]
    [InlineData("ws://[::1]:5000/", "ws://[::1]:5000/rooms/a")]
    [InlineData("wss://example.com/app", "wss://example.com/app/rooms/a")]
    public void Addresses_have_the_scheme_of_WebSockets(string baseUri, string expected) =>
        Assert.Equal(expected, Link("/rooms/{room}").UriFor(new Uri(baseUri), "a").AbsoluteUri);

    [Theory]
    [InlineData("ftp://example.com")]
    [InlineData("/relative")]
    public void A_base_that_is_no_web_address_is_refused(string baseUri) => Assert.Equal(
        "baseUri", Assert.Throws<ArgumentException>(() => Link("/rooms/{room}").UriFor(new Uri(baseUri, UriKind.RelativeOrAbsolute), "a")).ParamName);

    [Fact]
    public void A_parameter_may_be_named_as_the_method() => Assert.Equal(
        "ws://x/a/b", Link("/a/{PathFor}").UriFor(new Uri("http://x"), "b").AbsoluteUri);

    [Theory]
    [InlineData("/first/{id:int}")]
    [InlineData("/first/{id:int}/{page?}")]
    public void A_derived_endpoint_has_links_of_its_own(string route)
    {
        var assembly = EmittedAssembly.Load(GeneratorChecks.All(new GeneratorProject(
            $$"""
            [WebSocketEndpoint("{{route}}")] public partial class First { [OnOpen] public virtual void Open(int id) { } }
            [WebSocketEndpoint("/second/{id:int}")] public partial class Second : First { [OnOpen] public override void Open(int id) { } }
            """)).EmitImage());
        var pathFor = assembly.GetType("Second", throwOnError: true)!.GetMethod("PathFor", [typeof(int)])!;

        Assert.Equal("/second/1", pathFor.Invoke(null, [1]));
    }

    private static Methods Link(string template)
    {
        var source = $$"""
            [WebSocketEndpoint("{{template}}")] public sealed class Chat { [OnOpen] public void Open() { } }
            """;
        return new Methods(EmittedAssembly.Load(GeneratorChecks.All(new GeneratorProject(source)).EmitImage()).GetType("ChatLinks", throwOnError: true)!);
    }

    private sealed class Methods(Type type)
    {
        /// <param name="values">Separated by semicolons; one that is empty, of several, is null.</param>
        public string PathFor(string values)
        {
            var method = type.GetMethod("PathFor")!;
            var count = method.GetParameters().Length;
            return (string)Invoke(method, count switch
            {
                0 => [],
                1 => [values],
                _ => [.. values.Split(';').Select(v => v.Length == 0 ? null : v)],
            });
        }

        public Uri UriFor(Uri baseUri, string value) => (Uri)Invoke(type.GetMethod("UriFor")!, [baseUri, value]);

        private static object Invoke(MethodInfo method, object?[] arguments) =>
            method.Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null)!;
    }
}
