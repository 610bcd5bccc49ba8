using System.Text;
using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Tests.Behavior;

/// <summary>The shapes that user code comes in: all of them compile without a warning, and what cannot be emitted is left out.</summary>
public sealed class ShapeTests
{
    [Theory]
    [InlineData("A class in the global namespace with the name of a type of ours",
        """[WebSocketEndpoint("/")] public sealed class Reply { [OnText] public string Text() => "x"; }""")]
    [InlineData("Keywords as names",
        """
        namespace @namespace.@class;
        public static partial class @static
        {
            [WebSocketEndpoint("/{event}")] internal sealed partial class @event
            {
                [OnText] private async Task<string> @return(string text, string @event) { await Task.Yield(); return text + @event; }
                [OnOpen] private void @void(IServiceProvider @in) { }
            }
        }
        """)]
    [InlineData("Namespaces that hide the platform's and ours",
        """
        namespace App.Endpoints.Generated
        {
            public sealed class Reply;
            public sealed class String;
        }

        namespace App.System.Threading
        {
            [WebSocketEndpoint("/a")] public sealed partial class A
            {
                [OnText] private global::System.Threading.Tasks.Task<string> Text(string text) => global::System.Threading.Tasks.Task.FromResult(text);
            }
        }
        """)]
    [InlineData("Names that differ in case only",
        """
        namespace N { [WebSocketEndpoint("/a")] public sealed class Chat { [OnText] public void Text() { } } }
        namespace N { [WebSocketEndpoint("/b")] public sealed class chat { [OnText] public void Text() { } } }
        namespace n { [WebSocketEndpoint("/c")] public sealed class Chat { [OnText] public void Text() { } } }
        """)]
    [InlineData("Names that would be one with dots as underscores",
        """
        namespace A { [WebSocketEndpoint("/a")] public sealed class B_C { [OnText] public void Text() { } } }
        namespace A.B { [WebSocketEndpoint("/b")] public sealed class C { [OnText] public void Text() { } } }
        namespace A_B { [WebSocketEndpoint("/c")] public sealed class C { [OnText] public void Text() { } } }
        """)]
    [InlineData("Types inside types, generic ones too, as payloads",
        """
        using System.Text.Json.Serialization;
        namespace N;
        public static class Outer<T> { public sealed record Inner(T Value); }
        public static class Messages { public sealed record Say(string? Text); public enum Kind { A } }
        [JsonSerializable(typeof(Dictionary<string, List<Outer<Messages.Say?>.Inner>?>))]
        [JsonSerializable(typeof((int Number, string? Text)[]))]
        [JsonSerializable(typeof(Messages.Kind))]
        public sealed partial class Ctx : JsonSerializerContext;
        [WebSocketEndpoint("/a")] public sealed class A
        {
            [OnMessage] public (int Number, string? Text)[] Say(Dictionary<string, List<Outer<Messages.Say?>.Inner>?> message) => [];
            [OnOpen] public Messages.Kind? Open() => Messages.Kind.A;
        }
        """)]
    [InlineData("A record with a primary constructor",
        """
        namespace N;
        public interface IStore;
        public partial interface IHolder
        {
            public partial record struct Middle
            {
                [WebSocketEndpoint("/a")] internal sealed partial record A(IStore Store) { [OnText] private void Text(in ReadOnlyMemory<byte> utf8) { } }
            }
        }
        """)]
    [InlineData("One method for two events",
        """[WebSocketEndpoint("/a")] public sealed class A { [OnText, OnBinary] public ReadOnlySpan<byte> Any(ReadOnlySpan<byte> bytes) => bytes; }""")]
    [InlineData("Code without nullable annotations",
        """
        #nullable disable
        using System.Text.Json.Serialization;
        public sealed class Store;
        public sealed record Say(string Text);
        [JsonSerializable(typeof(Say))] public sealed partial class Ctx : JsonSerializerContext;
        [WebSocketEndpoint("/{room}/{page:int?}")] public sealed class A(Store store)
        {
            [OnMessage] public async Task<Say> Say(Say say, string room, int? page, Store other, [FromQuery] string q = null) { await Task.Yield(); return other == store ? say : null; }
        }
        """)]
    [InlineData("Obsolete and CLS-compliant code",
        """
        [assembly: CLSCompliant(true)]
        [Obsolete] public sealed class Old;
        [WebSocketEndpoint("/a"), Obsolete("x")] public sealed class A { [OnText, Obsolete] public void Text(Old old) { } }
        """)]
    [InlineData("Member names that ours could clash with",
        """
        [WebSocketEndpoint("/a/{endpoint}/{protocol}/{session}/{message}")] public sealed partial class A
        {
            private const int GeneratedEndpoint = 1;
            private sealed class Dispatcher;
            [OnText] private void Dispatch(string text, string endpoint, string protocol, string message, [FromRoute] string session,
                [FromQuery(Name = "endpoint")] string other, [FromQuery(Name = "end-point")] string third) { }
            [OnBinary] private void Payload(byte[] payload, string endpoint) { }
            public static int Use => GeneratedEndpoint + new Dispatcher().GetHashCode();
        }
        """)]
    [InlineData("A JSON context inside the endpoint",
        """
        using System.Text.Json.Serialization;
        [WebSocketEndpoint("/a", JsonContext = typeof(Ctx))] public sealed partial class A
        {
            [OnMessage] private void Say(Message message) { }
            private sealed record Message(string Text);
            [JsonSerializable(typeof(Message))] private sealed partial class Ctx : JsonSerializerContext;
        }
        """)]
    [InlineData("Required members that the constructor sets",
        """
        using System.Diagnostics.CodeAnalysis;
        [WebSocketEndpoint("/a")] public sealed class A { [SetsRequiredMembers] public A() => X = 1; public required int X { get; set; } [OnText] public void Text() { } }
        """)]
    [InlineData("The binding attributes of ASP.NET Core MVC",
        """
        using Mvc = Microsoft.AspNetCore.Mvc;
        public sealed class Store;
        [WebSocketEndpoint("/a/{b}")] public sealed class A
        {
            [OnText] public void Text(
                string text, [Mvc.FromRoute(Name = "b")] string c, [Mvc.FromQuery] int d, [Mvc.FromHeader(Name = "X-E")] string e, [Mvc.FromServices] Store f) { }
        }
        """)]
    [InlineData("Default values of all kinds",
        """
        public enum E { A, B }
        [WebSocketEndpoint("/a")] public sealed class A
        {
            [OnOpen] public void Open(
                [FromQuery] int a = -5, [FromQuery] long b = long.MinValue, [FromQuery] double c = double.NaN, [FromQuery] float d = 1.5f,
                [FromQuery] decimal e = 0.1m, [FromQuery] char f = '\'', [FromQuery] string g = "\"\\\n", [FromQuery] E h = E.B,
                [FromQuery] bool i = true, [FromQuery] Guid j = default, [FromQuery] int? k = 3, [FromQuery] E? l = E.B, [FromQuery] byte m = 255,
                [FromQuery] double n = double.NegativeInfinity, [FromQuery] ulong o = ulong.MaxValue, [FromQuery] DateOnly? p = null) { }
        }
        """)]
    public void A_shape_compiles(string shape, string source)
    {
        var run = GeneratorChecks.All(new GeneratorProject(source));

        Assert.True(run.Texts.Keys.Any(k => k.EndsWith(".Endpoint.g.cs", StringComparison.Ordinal)), shape);
        Assert.Equal(source.Split("[WebSocketEndpoint(").Length - 1, run.Texts.Keys.Count(k => k.EndsWith(".Endpoint.g.cs", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("""[WebSocketEndpoint("/")] public abstract class A { [OnText] public void Text() { } }""")]
    [InlineData("""[WebSocketEndpoint("/")] public static class A { [OnText] public static void Text() { } }""")]
    [InlineData("""[WebSocketEndpoint("/")] public sealed class A<T> { [OnText] public void Text() { } }""")]
    [InlineData("""[WebSocketEndpoint("/")] file sealed class A { [OnText] public void Text() { } }""")]
    [InlineData("""public class O { [WebSocketEndpoint("/")] private sealed class A { [OnText] public void Text() { } } }""")]
    [InlineData("""public class O<T> { [WebSocketEndpoint("/")] public sealed class A { [OnText] public void Text() { } } }""")]
    [InlineData("""[WebSocketEndpoint("/")] public sealed class A;""")]
    [InlineData("""[WebSocketEndpoint("/")] public sealed class A { [OnText] private void Text() { } }""")]
    [InlineData("""[WebSocketEndpoint("/{a}/{a}")] public sealed class A { [OnText] public void Text() { } }""")]
    [InlineData("""[WebSocketEndpoint(null!)] public sealed class A { [OnText] public void Text() { } }""")]
    [InlineData("""[WebSocketEndpoint("/")] public sealed class A { [OnText] public void Text(object o) { } }""")]
    [InlineData("""[WebSocketEndpoint("/")] public sealed class A { [OnText] public void Text(ref int o) { } }""")]
    [InlineData("""[WebSocketEndpoint("/")] public sealed class A { [OnText] public void Text<T>(T o) { } }""")]
    [InlineData("""[WebSocketEndpoint("/")] public sealed class A { [OnText] public async void Text() => await Task.Yield(); }""")]
    [InlineData("""[WebSocketEndpoint("/")] public sealed class A { [OnMessage] public void Text(A a) { } }""")]
    [InlineData("""[WebSocketEndpoint("/")] public sealed class A { [OnError] public void Failed() { } }""")]
    [InlineData("""[WebSocketEndpoint("/")] public sealed class A { [OnText(Protocol = "x")] public void Text() { } }""")]
    [InlineData("""[WebSocketEndpoint("/")] public sealed class A { [OnText] public void Text(ref readonly Guid o) { } }""")]
    [InlineData("""[WebSocketEndpoint("/")] public sealed class A { public required int X { get; set; } [OnText] public void Text() { } }""")]
    [InlineData("""[WebSocketEndpoint("/")] public sealed class A(int number) { [OnText] public void Text() => GC.KeepAlive(number); }""")]
    [InlineData("""[WebSocketEndpoint("/", Lifetime = EndpointLifetime.Singleton)] public sealed class A(WebSocketHandshake h) { [OnText] public void Text() => GC.KeepAlive(h); }""")]
    public void What_cannot_be_emitted_is_left_out(string source) => Assert.Empty(GeneratorChecks.All(new GeneratorProject(source)).Texts);

    // While the user types, code is broken most of the time: the generator says nothing about it and emits nothing broken of its own.
    [Fact]
    public void Code_that_is_being_typed_does_not_make_the_generator_fail()
    {
        const string Whole =
            """
            using System.Text.Json.Serialization;
            public sealed record Say(string Text);
            [JsonSerializable(typeof(Say))] public sealed partial class Ctx : JsonSerializerContext;
            [WebSocketEndpoint("/a/{b:int}", Protocols = ["x"], Origins = ["https://a.b"], JsonContext = typeof(Ctx))]
            public sealed class A(IServiceProvider p)
            {
                [OnMessage(Protocol = "x")] public async Task<Say> Text(Say say, [FromQuery(Name = "q")] int? b = 5) { await Task.Yield(); return say; }
            }
            """;
        var start = Whole.IndexOf("[WebSocketEndpoint", StringComparison.Ordinal);
        for (var length = start; length < Whole.Length; length += 3)
        {
            Assert.Empty(GeneratorChecks.Silence(new GeneratorRun(new GeneratorProject(Whole[..length]))));
        }
    }

    [Theory]
    [InlineData("""[WebSocketEndpoint("/a")] partial class A { [OnText] public void Text() { } } [WebSocketEndpoint("/b")] partial class A;""")]
    [InlineData("""[WebSocketEndpoint("/a"), WebSocketEndpoint("/b")] class A { [OnText] public void Text() { } }""")]
    [InlineData("""[WebSocketEndpoint("/a")] class A { [OnText] public void Text() { } } [WebSocketEndpoint("/a")] class A { }""")]
    public void A_class_with_two_attributes_does_not_make_the_generator_fail(string source)
    {
        var run = new GeneratorRun(new GeneratorProject(source));

        Assert.Empty(GeneratorChecks.Silence(run));
        Assert.Contains("A.Endpoint.g.cs", run.Texts.Keys);
    }

    [Fact]
    public void Endpoints_of_a_library_match_through_the_table_of_the_application()
    {
        var library = new GeneratorProject(
            """
            [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("1 App-Web")]
            namespace Lib;
            [WebSocketEndpoint("/lib/{id}", Order = -1)] internal sealed class Chat { [OnText] public void Text() { } }
            [WebSocketEndpoint("/lib")] public sealed class Other { [OnText] public void Text() { } }
            """) { AssemblyName = "Lib", Libraries = [GeneratorProject.AspNetCoreDoor] };
        var image = new GeneratorRun(library).EmitImage();
        var app = new GeneratorProject(
            """
            using Microsoft.Extensions.DependencyInjection;
            namespace App;
            [WebSocketEndpoint("/app")] public sealed class Chat { [OnText] public void Text() { } }
            public static class Start { public static void Run(IServiceCollection services) => services.AddWebSocketEndpoints(o => o.MaxMessageSize = 1); }
            """)
        {
            AssemblyName = "1 App-Web",
            Libraries = [MetadataReference.CreateFromImage(image), GeneratorProject.AspNetCoreDoor],
        };
        var assembly = EmittedAssembly.Load(GeneratorChecks.All(app).EmitImage(), image);
        var table = assembly.Table("Endpoints.Generated." + Parsing.TypeNames.Mangle("1 App-Web"));

        Assert.Equal(["/lib/{id}", "/app", "/lib"], table.Endpoints.Select(e => e.Pattern));
        foreach (var (path, name) in new[] { ("/app", "App.Chat"), ("/lib/5", "Lib.Chat"), ("/lib", "Lib.Other") })
        {
            Assert.True(table.TryMatch(Encoding.UTF8.GetBytes(path), out var match));
            Assert.Equal(name, table.Endpoints[match.EndpointIndex].EndpointType.FullName);
        }
    }

    [Theory]
    [InlineData(OutputKind.ConsoleApplication)]
    [InlineData(OutputKind.DynamicallyLinkedLibrary)]
    public void A_program_gets_the_table_of_its_libraries_and_a_library_in_between_passes_it_on(OutputKind kind)
    {
        var library = new GeneratorProject("""[WebSocketEndpoint("/")] public sealed class A { [OnText] public void Text() { } }""") { AssemblyName = "Lib" };
        var run = GeneratorChecks.All(new GeneratorProject("public static class Program { public static void Main() { } }")
        {
            OutputKind = kind,
            Libraries = [library.ToLibrary()],
        });

        Assert.Contains("Assembly = \"Lib\"", run.Texts["EndpointTable.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void An_assembly_may_be_called_like_a_type_of_ours() => GeneratorChecks.All(
        new GeneratorProject("""[WebSocketEndpoint("/")] public sealed class A { [OnText] public void Text() { } }""") { AssemblyName = "Reply" });
}
