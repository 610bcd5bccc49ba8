using System.Text;
using Endpoints.Generated;
using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Tests.Composition;

/// <summary>Endpoints of several assemblies become one table, at compile time and without a search at run time.</summary>
public sealed class CompositionTests
{
    private const string Namespace = "Endpoints.Generated.";

    [Fact]
    public void A_chain_of_libraries_is_one_table_in_the_program()
    {
        var (below, belowImage) = Build("Below", Endpoint("Below", "Deep", "/deep"));
        var (above, aboveImage) = Build("Above", Endpoint("Above", "High", "/high"), below);
        var table = Load("App", Endpoint("App", "Own", "/own"), [below, above], belowImage, aboveImage);

        Assert.Equal(["/deep Below.Deep", "/high Above.High", "/own App.Own"], Describe(table));
        Assert.All(new[] { "/deep", "/high", "/own" }, path => Assert.Equal(path, Match(table, path)));
    }

    [Fact]
    public void An_endpoint_is_found_through_a_library_between_that_hides_its_own()
    {
        var (below, belowImage) = Build("Below", Endpoint("Below", "Deep", "/deep"));
        var (middle, middleImage) = Build("Middle", "public static class Middle { public static Type Type => typeof(Below.Deep); }", below);
        var table = Load("App", Endpoint("App", "Own", "/own"), [middle], belowImage, middleImage);

        Assert.Equal(["/deep Below.Deep", "/own App.Own"], Describe(table));
        Assert.Equal("/deep", Match(table, "/deep"));
    }

    [Fact]
    public void Internal_endpoints_of_a_library_are_served()
    {
        var (library, image) = Build("Library", Endpoint("Library", "Hidden", "/hidden", "internal"));
        var table = Load("App", "public static class Nothing;", [library], image);

        Assert.Equal(["/hidden Library.Hidden"], Describe(table));
    }

    [Fact]
    public void One_class_name_in_two_assemblies_is_two_endpoints()
    {
        var (library, image) = Build("Library", Endpoint("Same", "Chat", "/library"));
        var (other, otherImage) = Build("Other", Endpoint("Same", "Chat", "/other"));
        var table = Load("App", Endpoint("App", "Chat", "/app"), [library, other], image, otherImage);

        Assert.Equal(["/app App.Chat", "/library Same.Chat", "/other Same.Chat"], Describe(table));
        Assert.Equal(3, table.Endpoints.Select(e => e.EndpointType).Distinct().Count());
    }

    [Fact]
    public void Order_and_precedence_count_across_assemblies()
    {
        var (library, image) = Build("Library", Endpoint("Library", "Wide", "/{any}", order: -1) + Endpoint("Library", "Literal", "/b/c"));
        var table = Load(
            "App", Endpoint("App", "A", "/a") + Endpoint("App", "Parameter", "/b/{x}") + Endpoint("App", "Late", "/{x:int}/c", order: 1), [library], image);

        Assert.Equal("/{any}", Match(table, "/a"));
        Assert.Equal("/b/c", Match(table, "/b/c"));
        Assert.Equal("/b/{x}", Match(table, "/b/d"));
        Assert.Equal("/{x:int}/c", Match(table, "/5/c"));
    }

    [Theory]
    [InlineData(false, "/chat of Old")]
    [InlineData(true, "/chat of New")]
    public void A_path_goes_to_the_next_endpoint_where_a_condition_does_not_hold(bool isOn, string expected)
    {
        var (library, image) = Build(
            "Library",
            """
            namespace Library;
            [WebSocketEndpoint("/chat", Order = -1)]
            [EndpointCondition(Condition = typeof(Switch))]
            public sealed class New { [OnText] public void Text() { } }
            public sealed class Switch : IEndpointCondition
            {
                public static bool IsOn;
                public bool IsEnabled(IServiceProvider services) => IsOn;
            }
            """);
        var table = Load("App", Endpoint("App", "Old", "/chat"), [library], image);
        table.Endpoints[0].EndpointType.Assembly.GetType("Library.Switch")!.GetField("IsOn")!.SetValue(null, isOn);
        var selection = table.Select(new NoServices());

        Assert.True(table.TryMatch("/chat"u8, selection, out var match));
        Assert.Equal(expected, "/chat of " + table.Endpoints[match.EndpointIndex].EndpointType.Name);
        Assert.True(table.TryMatch("/chat"u8, out match));
        Assert.Equal("New", table.Endpoints[match.EndpointIndex].EndpointType.Name);
    }

    [Fact]
    public void A_table_whose_only_endpoint_is_left_out_finds_nothing()
    {
        var table = Load(
            "App",
            """
            [WebSocketEndpoint("/{**all}")]
            [EndpointCondition(Condition = typeof(Never))]
            public sealed class All { [OnText] public void Text() { } }
            public sealed class Never : IEndpointCondition { public bool IsEnabled(IServiceProvider services) => false; }
            """,
            []);

        Assert.False(table.TryMatch("/a/b"u8, table.Select(new NoServices()), out _));
        Assert.False(table.TryMatch("/"u8, table.Select(new NoServices()), out _));
        Assert.True(table.TryMatch("/a/b"u8, out _));
    }

    private static string Endpoint(string @namespace, string name, string path, string access = "public", int order = 0) =>
        $$"""
        namespace {{@namespace}}
        {
            [WebSocketEndpoint("{{path}}", Order = {{order}})] {{access}} sealed class {{name}} { [OnText] public void Text() { } }
        }

        """;

    private static (MetadataReference Reference, byte[] Image) Build(string name, string source, params MetadataReference[] libraries)
    {
        var image = GeneratorChecks.All(new GeneratorProject(source) { AssemblyName = name, Libraries = libraries }).EmitImage();
        return (MetadataReference.CreateFromImage(image), image);
    }

    private static EndpointTable Load(string name, string source, MetadataReference[] libraries, params byte[][] images)
    {
        var (_, image) = Build(name, source, libraries);
        return EmittedAssembly.Load(image, images).Table(Namespace + name);
    }

    private static IEnumerable<string> Describe(EndpointTable table) =>
        table.Endpoints.Select(e => e.Pattern + " " + e.EndpointType.FullName).Order(StringComparer.Ordinal);

    private static string? Match(EndpointTable table, string path) =>
        table.TryMatch(Encoding.UTF8.GetBytes(path), out var match) ? table.Endpoints[match.EndpointIndex].Pattern : null;

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
