using Endpoints.Generated;
using Endpoints.Generator.Tests.Harness;
using Endpoints.TestKit.Generated;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Generator.Tests.Behavior;

/// <summary>Emitted chains of filters, run.</summary>
public sealed class FilterTests
{
    private const string Filters =
        """
        public sealed class Journal { public List<string> Entries { get; } = []; }

        public abstract class Named(Journal journal, string name) : IWebSocketFilter
        {
            public async ValueTask OnMessageAsync(WebSocketSession session, FilteredMessage message, FilterNext next)
            {
                journal.Entries.Add($"{name}<{message.Payload.Length}{message.IsText}");
                await next.RunAsync();
                journal.Entries.Add($"{name}>");
            }

            public async ValueTask OnOpenAsync(WebSocketSession session, FilterNext next)
            {
                journal.Entries.Add($"{name}<");
                await next.RunAsync();
                journal.Entries.Add($"{name}>");
            }
        }

        public sealed class A(Journal journal) : Named(journal, "a");
        public sealed class B(Journal journal) : Named(journal, "b");
        public sealed class C(Journal journal) : Named(journal, "c");
        public sealed class D(Journal journal) : Named(journal, "d");

        """;

    [Fact]
    public async Task Filters_surround_handlers_in_their_order()
    {
        var endpoint = Create(
            $$"""
            [assembly: UseFilter<A>(Order = 9)]
            {{Filters}}
            [UseFilter<B>] public abstract class Base;

            [UseFilter<D>(Order = 1)] [UseFilter<C>]
            [WebSocketEndpoint("/")] public sealed class E(Journal journal) : Base
            {
                [OnOpen] public void Open() => journal.Entries.Add("open");
                [OnText] public string Text(string text) { journal.Entries.Add(text); return "reply"; }
                [OnBinary] public async Task Binary(ReadOnlyMemory<byte> payload) { await Task.Yield(); journal.Entries.Add("binary"); }
                [OnPing] public void Ping() => journal.Entries.Add("ping");
            }
            """);
        var dispatcher = endpoint.Activate();
        using var session = endpoint.Session();
        await dispatcher.OpenAsync(session);
        await dispatcher.TextAsync(session, IncomingMessages.Of("hi"u8));
        await dispatcher.BinaryAsync(session, IncomingMessages.Of([1]));
        await dispatcher.PingAsync(session, IncomingMessages.Of([]));

        Assert.Equal(
            "a< b< c< d< open d> c> b> a> a<2True b<2True c<2True d<2True hi d> c> b> a> "
            + "a<1False b<1False c<1False d<1False binary d> c> b> a> ping",
            Entries(endpoint));
        Assert.Equal(["text:reply"], session.Sent);
    }

    [Fact]
    public async Task A_handlers_own_filters_are_inside_of_the_others()
    {
        var endpoint = Create(
            $$"""
            {{Filters}}
            [UseFilter<A>]
            [WebSocketEndpoint("/")] public sealed class E(Journal journal)
            {
                [UseFilter<C>(Order = 1), UseFilter<B>] [OnText] public void Text(string text) => journal.Entries.Add(text);
                [OnBinary] public void Binary() => journal.Entries.Add("binary");
                [UseFilter<D>] [OnOpen] public void Open() => journal.Entries.Add("open");
            }
            """);
        var dispatcher = endpoint.Activate();
        using var session = endpoint.Session();
        await dispatcher.OpenAsync(session);
        await dispatcher.TextAsync(session, IncomingMessages.Of("hi"u8));
        await dispatcher.BinaryAsync(session, IncomingMessages.Of([]));

        Assert.Equal("a< d< open d> a> a<2True b<2True c<2True hi c> b> a> a<0False binary a>", Entries(endpoint));
    }

    [Fact]
    public async Task A_filter_may_swallow_close_and_throw()
    {
        var endpoint = Create(
            """
            public sealed class Gate : IWebSocketFilter
            {
                ValueTask IWebSocketFilter.OnMessageAsync(WebSocketSession session, FilteredMessage message, FilterNext next) =>
                    message.Payload.Span[0] switch
                    {
                        (byte)'s' => default,
                        (byte)'c' => session.CloseAsync(CloseStatus.PolicyViolation),
                        (byte)'t' => throw new InvalidOperationException("thrown"),
                        _ => next.RunAsync(),
                    };
            }

            [UseFilter<Gate>]
            [WebSocketEndpoint("/")] public sealed class E
            {
                [OnText] public string Text(string text) => text;
            }
            """);
        var dispatcher = endpoint.Activate();
        using var session = endpoint.Session();
        await dispatcher.TextAsync(session, IncomingMessages.Of("swallow"u8));
        Assert.Throws<InvalidOperationException>(() => dispatcher.TextAsync(session, IncomingMessages.Of("throw"u8)).AsTask().GetAwaiter().GetResult());
        await dispatcher.TextAsync(session, IncomingMessages.Of("pass"u8));
        Assert.Equal(["text:pass"], session.Sent);

        await dispatcher.TextAsync(session, IncomingMessages.Of("close"u8));
        Assert.Equal(WebSocketSessionState.Closing, session.State);
    }

    [Fact]
    public async Task An_open_filter_runs_without_a_handler()
    {
        var endpoint = Create(
            $$"""
            {{Filters}}
            [UseFilter<A>] [WebSocketEndpoint("/")] public sealed class E { [OnText] public void Text() { } }
            """);
        using var session = endpoint.Session();
        await endpoint.Activate().OpenAsync(session);

        Assert.Equal("a< a>", Entries(endpoint));
    }

    [Fact]
    public async Task A_filter_of_the_session_ends_with_it_and_a_singleton_does_not()
    {
        var endpoint = Create(
            """
            public sealed class Journal { public List<string> Entries { get; } = []; }

            public class Counting(Journal journal) : IWebSocketFilter, IDisposable
            {
                private int _messages;
                public ValueTask OnMessageAsync(WebSocketSession session, FilteredMessage message, FilterNext next)
                {
                    journal.Entries.Add($"{GetType().Name}{++_messages}");
                    return next.RunAsync();
                }

                public void Dispose() => journal.Entries.Add($"{GetType().Name} disposed");
            }

            public sealed class One(Journal journal) : Counting(journal);
            public sealed class Own(Journal journal, WebSocketHandshake handshake) : Counting(journal) { public string Path => handshake.Path; }

            [UseFilter<One>, UseFilter<Own>(Lifetime = EndpointLifetime.Session)]
            [WebSocketEndpoint("/")] public sealed class E(Journal journal) : IAsyncDisposable
            {
                [OnText] public void Text() { }
                public ValueTask DisposeAsync() { journal.Entries.Add("endpoint disposed"); return default; }
            }
            """);
        EndpointDispatcher first = endpoint.Activate(), second = endpoint.Activate();
        using var session = endpoint.Session();
        await first.TextAsync(session, IncomingMessages.Of([]));
        await second.TextAsync(session, IncomingMessages.Of([]));
        await first.DisposeAsync();

        Assert.Equal("One1 Own1 One2 Own1 endpoint disposed Own disposed", Entries(endpoint));
    }

    [Fact]
    public void Filters_that_do_not_wait_allocate_nothing()
    {
        var endpoint = Create(
            """
            public sealed class Timing : IWebSocketFilter
            {
                public static long Bytes;
                public ValueTask OnMessageAsync(WebSocketSession session, FilteredMessage message, FilterNext next)
                {
                    var run = next.RunAsync();
                    Bytes += message.Payload.Length;
                    return run;
                }
            }

            [UseFilter<Timing>]
            [WebSocketEndpoint("/")] public sealed class E
            {
                [UseFilter<Timing>] [OnText] public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8) => utf8;
            }
            """);
        var dispatcher = endpoint.Activate();
        using var session = endpoint.Session();
        session.IsCounting = true;
        var payload = new LentPayload("hello"u8.ToArray());
        Echo();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Echo();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(101 * 2 * 5L, endpoint.Static("Timing", "Bytes"));
        Assert.Equal(101, session.Count);

        void Echo()
        {
            var handler = dispatcher.TextAsync(session, payload.Message);
            Assert.True(handler.IsCompletedSuccessfully);
            handler.GetAwaiter().GetResult();
        }
    }

    [Fact]
    public async Task An_overriding_handler_keeps_the_filters_of_what_it_overrides()
    {
        var endpoint = Create(
            Filters +
            """
            public abstract class Base { [OnText, UseFilter<A>] public virtual void Text(string text) { } }
            public abstract class Middle : Base { [OnText, UseFilter<B>] public override void Text(string text) { } }

            [WebSocketEndpoint("/")] public sealed class E : Middle
            {
                [OnText, UseFilter<C>] public override void Text(string text) { }
            }
            """);
        using var session = endpoint.Session();

        await endpoint.Activate().TextAsync(session, IncomingMessages.Of("x"u8));

        Assert.Equal("a<1True b<1True c<1True c> b> a>", Entries(endpoint));
    }

    private static EmittedEndpoint Create(string source)
    {
        var endpoint = EmittedEndpoint.Create(source);
        var services = new ServiceCollection().AddSingleton<EndpointSingletons>();
        if (endpoint.Assembly.GetType("Journal") is { } journal)
        {
            services.AddSingleton(journal);
        }

        endpoint.Handshake.Provider = services.BuildServiceProvider();
        return endpoint;
    }

    private static string Entries(EmittedEndpoint endpoint)
    {
        var type = endpoint.Assembly.GetType("Journal", throwOnError: true)!;
        dynamic journal = endpoint.Handshake.Provider.GetRequiredService(type);
        return string.Join(' ', (List<string>)journal.Entries);
    }
}
