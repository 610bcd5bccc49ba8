using Endpoints.Generated;
using Endpoints.Generator.Tests.Harness;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Generated;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Generator.Tests.Behavior;

/// <summary>Emitted activation, run: values of the request, constructor, services.</summary>
public sealed class ActivationTests
{
    private const string Values =
        """
        public enum Color { Red, Green }

        [WebSocketEndpoint("/v/{id:int}/{page:int=1}/{color?}")] public sealed class Values
        {
            [OnOpen]
            public string Open(
                int id, int page, Color? color, [FromQuery] int size = 20, [FromQuery(Name = "q")] string? search = null,
                [FromHeader(Name = "Accept-Language")] string language = "en", [FromQuery] double? rate = null) =>
                $"{id} {page} {color} {size} {search} {language} {rate}";
        }
        """;

    [Theory]
    [InlineData("id=5", "text:5 1  20  en ")]
    [InlineData("id=5;page=2;color=green", "text:5 2 Green 20  en ")]
    [InlineData("id=5;color=1;?size=3;?q=x;?rate=1.5;accept-language=de", "text:5 1 Green 3 x de 1.5")]
    [InlineData("id=5;?size=;?rate=", "text:5 1  20  en ")]
    public async Task Values_are_bound(string request, string expected)
    {
        var endpoint = EmittedEndpoint.Create(Values);
        Fill(endpoint.Handshake, request);
        using var session = endpoint.Session();
        await endpoint.Activate().OpenAsync(session);

        Assert.Equal([expected], session.Sent);
    }

    [Theory]
    [InlineData("", "The route value 'id' (int) is missing.")]
    [InlineData("id=x", "The route value 'id' is not a valid int.")]
    [InlineData("id=5;page=", "The route value 'page' is not a valid int.")]
    [InlineData("id=5;color=blue", "The route value 'color' is not a valid Color.")]
    [InlineData("id=5;?size=many", "The query value 'size' is not a valid int.")]
    public void A_value_that_cannot_be_bound_is_named(string request, string expected)
    {
        var endpoint = EmittedEndpoint.Create(Values);
        Fill(endpoint.Handshake, request);

        Assert.Equal(expected, endpoint.Descriptor.Activate(endpoint.Handshake).Fault);
    }

    [Fact]
    public async Task A_handler_with_services_gets_a_scope_of_its_own()
    {
        var endpoint = EmittedEndpoint.Create(
            """
            public sealed class Unit : IAsyncDisposable
            {
                public static int Created, Disposed;
                public Unit() => Created++;
                public ValueTask DisposeAsync() { Disposed++; return default; }
            }

            [WebSocketEndpoint("/")] public sealed class E
            {
                [OnText] public async Task<string> Text(ReadOnlyMemory<byte> utf8, Unit unit, IServiceProvider services)
                {
                    await Task.Yield();
                    return $"{ReferenceEquals(unit, services.GetService(typeof(Unit)))} {Unit.Created} {Unit.Disposed} {utf8.Length}";
                }

                [OnBinary] public void Binary(ReadOnlySpan<byte> payload) { }
            }
            """);
        endpoint.Handshake.Provider = new ServiceCollection()
            .AddScoped(endpoint.Assembly.GetType("Unit")!)
            .BuildServiceProvider(validateScopes: true);

        Assert.Equal(["text:True 1 0 2"], await endpoint.TextAsync("hi"));
        Assert.Equal(["text:True 2 1 2"], await endpoint.TextAsync("hi"));
        await endpoint.BinaryAsync(1);
        Assert.Equal(2, endpoint.Static("Unit", "Created"));
        Assert.Equal(2, endpoint.Static("Unit", "Disposed"));
    }

    [Fact]
    public async Task The_constructor_is_filled_from_services_and_the_request()
    {
        var endpoint = EmittedEndpoint.Create(
            """
            using Microsoft.Extensions.DependencyInjection;

            public interface INamed { string Name { get; } }
            public sealed class Named(string name) : INamed { public string Name => name; }
            public sealed class Missing;

            [WebSocketEndpoint("/")] public sealed partial class E
            {
                private readonly string _text;
                public E() => _text = "";
                [ActivatorUtilitiesConstructor]
                private E([FromKeyedServices("k")] INamed keyed, WebSocketHandshake handshake, IServiceProvider services, Missing? missing = null, int number = 4) =>
                    _text = $"{keyed.Name} {handshake.Path} {services is not null} {missing is null} {number}";
                [OnText] public string Text() => _text;
            }
            """);
        var named = Activator.CreateInstance(endpoint.Assembly.GetType("Named")!, "keyed")!;
        endpoint.Handshake.Provider = new ServiceCollection()
            .AddKeyedSingleton(endpoint.Assembly.GetType("INamed")!, "k", (_, _) => named)
            .BuildServiceProvider();

        Assert.Equal(["text:keyed / True True 4"], await endpoint.TextAsync(""));
    }

    [Fact]
    public async Task A_singleton_serves_all_sessions_and_is_not_disposed_with_one()
    {
        var endpoint = EmittedEndpoint.Create(
            """
            [WebSocketEndpoint("/", Lifetime = EndpointLifetime.Singleton)] public sealed class E : IDisposable
            {
                public static int Created, Disposed;
                public E() => Created++;
                [OnText] public string Text() => $"{Created}";
                public void Dispose() => Disposed++;
            }
            """);
        endpoint.Handshake.Provider = new ServiceCollection().AddSingleton<EndpointSingletons>().BuildServiceProvider();
        await endpoint.TextAsync("");
        await endpoint.Activate().DisposeAsync();

        Assert.Equal(["text:1"], await endpoint.TextAsync(""));
        Assert.Equal(0, endpoint.Static("E", "Disposed"));
    }

    [Fact]
    public async Task A_session_owns_and_disposes_its_endpoint()
    {
        var endpoint = EmittedEndpoint.Create(
            """
            [WebSocketEndpoint("/")] public sealed class E : IDisposable
            {
                public static int Disposed;
                [OnText] public void Text() { }
                void IDisposable.Dispose() => Disposed++;
            }
            """);
        await endpoint.Activate().DisposeAsync();

        Assert.Equal(1, endpoint.Static("E", "Disposed"));
    }

    [Fact]
    public void Attributes_are_metadata()
    {
        var endpoint = EmittedEndpoint.Create(
            """
            using Microsoft.AspNetCore.Authorization;

            [Authorize("base")] public abstract class Base;

            [WebSocketEndpoint("/", MaxFrameSize = 5), Authorize("own", Roles = "r"), Serializable]
            public sealed class E : Base { [OnText] public void Text() { } }
            """);

        var authorize = endpoint.Descriptor.Metadata.OfType<AuthorizeAttribute>().ToArray();
        Assert.Equal(authorize.Length, endpoint.Descriptor.Metadata.Count);
        Assert.Equal([("own", "r"), ("base", null)], authorize.Select(a => (a.Policy!, a.Roles)));
        Assert.Equal(new EndpointSettings { MaxFrameSize = 5 }, endpoint.Descriptor.Settings);
    }

    private static void Fill(FakeHandshake handshake, string request)
    {
        foreach (var part in request.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = (part[..part.IndexOf('=')], part[(part.IndexOf('=') + 1)..]);
            var target = name[0] == '?' ? handshake.Query : name.Contains('-') ? handshake.Headers : handshake.RouteValues;
            target[name.TrimStart('?')] = value;
        }
    }

    [Theory]
    [InlineData("", null)]
    [InlineData(", Compression = EndpointCompression.Application", null)]
    [InlineData(", Compression = EndpointCompression.On", true)]
    [InlineData(", Compression = EndpointCompression.Off", false)]
    public void An_endpoint_may_decide_about_compression(string argument, bool? compression)
    {
        var endpoint = EmittedEndpoint.Create(
            "[WebSocketEndpoint(\"/\"" + argument + ")] public sealed class E { [OnText] public void Text(string text) { } }");

        Assert.Equal(compression, endpoint.Descriptor.Settings?.Compression);
    }
}
