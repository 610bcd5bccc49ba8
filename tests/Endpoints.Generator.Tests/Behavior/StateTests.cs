using Endpoints.Generated;
using Endpoints.Generator.Tests.Harness;
using Endpoints.TestKit.Generated;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Generator.Tests.Behavior;

/// <summary>The state of a session of a singleton endpoint: emitted code, run.</summary>
public sealed class StateTests
{
    private const string Struct =
        """
        public struct Counter { public long First; public long Second; }

        [WebSocketEndpoint("/", Lifetime = EndpointLifetime.Singleton)] public sealed class E
        {
            [OnOpen] public void Open(ref Counter counter) => counter.Second = 40;
            [OnText] public string Text(ref Counter counter) => $"{++counter.First} {counter.Second}";
            [OnBinary] public async Task Binary(WebSocketSession session) => await session.SendTextAsync("unchanged");
            [OnClose] public ValueTask Close(WebSocketSession session, ref readonly Counter counter) => session.SendTextAsync($"closed at {counter.First}");
            [OnError] public void Failed(Exception error, ref Counter counter) => counter.First = -1;
        }
        """;

    [Fact]
    public async Task Each_session_has_its_own_and_all_handlers_see_it()
    {
        var endpoint = Create(Struct);
        EndpointDispatcher first = endpoint.Activate(), second = endpoint.Activate();
        using var session = endpoint.Session();
        await first.OpenAsync(session);
        await first.TextAsync(session, IncomingMessages.Of("x"u8));
        await first.TextAsync(session, IncomingMessages.Of("x"u8));
        await second.TextAsync(session, IncomingMessages.Of("x"u8));
        await first.CloseAsync(session, CloseStatus.Normal);
        Assert.True(await second.ErrorAsync(session, new InvalidOperationException()));
        await second.TextAsync(session, IncomingMessages.Of("x"u8));

        Assert.Equal(["text:1 40", "text:2 40", "text:1 0", "text:closed at 2", "text:0 0"], session.Sent);
    }

    [Fact]
    public void A_session_is_one_object_with_the_state_in_it()
    {
        var endpoint = Create(Struct);
        endpoint.Activate();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var dispatcher = endpoint.Descriptor.Activate(endpoint.Handshake).Dispatcher;
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;

        // Object header and type, the reference to the singleton, the two numbers.
        Assert.Equal((2 * IntPtr.Size) + IntPtr.Size + (2 * sizeof(long)), bytes);
        GC.KeepAlive(dispatcher);
    }

    [Fact]
    public async Task A_struct_with_a_constructor_is_created_by_it()
    {
        var endpoint = Create(
            """
            public struct Names { public List<string> All; public Names() => All = ["first"]; }

            [WebSocketEndpoint("/", Lifetime = EndpointLifetime.Singleton)] public sealed class E
            {
                [OnText] public string Text(string text, ref Names names) { names.All.Add(text); return string.Join(',', names.All); }
            }
            """);

        Assert.Equal(["text:first,hi"], await endpoint.TextAsync("hi"));
    }

    [Fact]
    public async Task A_class_survives_an_await_and_ends_with_the_session()
    {
        var endpoint = Create(
            """
            [SessionState] public sealed class Member : IAsyncDisposable
            {
                public static int Disposed;
                public int Messages;
                public ValueTask DisposeAsync() { Disposed++; return default; }
            }

            public sealed class Clock;

            [WebSocketEndpoint("/", Lifetime = EndpointLifetime.Singleton)] public sealed class E : IDisposable
            {
                [OnText] public async Task<string> Text(Member member) { await Task.Yield(); return $"{++member.Messages}"; }
                [OnBinary] public async Task<string> Binary(Member member, [FromServices] Clock clock) { await Task.Yield(); return $"{clock}{++member.Messages}"; }
                public void Dispose() => throw new InvalidOperationException("The singleton does not end with a session.");
            }
            """,
            "Clock");
        var dispatcher = endpoint.Activate();
        using var session = endpoint.Session();
        await dispatcher.TextAsync(session, IncomingMessages.Of("x"u8));
        await dispatcher.BinaryAsync(session, IncomingMessages.Of("x"u8));
        await dispatcher.DisposeAsync();

        Assert.Equal(["text:1", "text:Clock2"], session.Sent);
        Assert.Equal(1, endpoint.Static("Member", "Disposed"));
    }

    [Fact]
    public async Task A_private_state_of_a_partial_class_and_a_scope_go_together()
    {
        var endpoint = Create(
            """
            public sealed class Clock;

            [WebSocketEndpoint("/", Lifetime = EndpointLifetime.Singleton)] public sealed partial class E
            {
                private struct State { public int Value; }
                [OnText] private string Text(ref State state, Clock clock) => $"{clock} {++state.Value}";
            }
            """,
            "Clock");

        Assert.Equal(["text:Clock 1"], await endpoint.TextAsync("hi"));
    }

    private static EmittedEndpoint Create(string source, string? service = null)
    {
        var endpoint = EmittedEndpoint.Create(source);
        var services = new ServiceCollection().AddSingleton<EndpointSingletons>();
        if (service is not null)
        {
            services.AddSingleton(endpoint.Assembly.GetType(service)!);
        }

        endpoint.Handshake.Provider = services.BuildServiceProvider();
        return endpoint;
    }
}
