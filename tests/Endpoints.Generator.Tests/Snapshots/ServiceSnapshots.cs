using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Snapshots;

public sealed class ServiceSnapshots
{
    [Fact]
    public void Only_handlers_that_take_services_pay_for_a_scope() => GeneratorSnapshots.Verify(
        new GeneratorProject(
            """
            using Microsoft.Extensions.DependencyInjection;
            using System.Text.Json.Serialization;
            namespace App;

            public interface IStore { string Get(string key); }
            public abstract class Clock;
            public sealed class Audit;
            public sealed record Ask(string Key);

            [JsonSerializable(typeof(Ask))]
            public sealed partial class AskJson : JsonSerializerContext;

            [WebSocketEndpoint("/store/{shard:int}")]
            public sealed class Store(
                IStore store, [FromKeyedServices("cold")] IStore cold, WebSocketHandshake handshake, IServiceProvider services, Audit? audit = null, int depth = 3)
                : IDisposable
            {
                [OnOpen] public void Open() => GC.KeepAlive((store, cold, handshake, services, audit, depth));
                [OnMessage] public async Task<string> Ask(Ask ask, IStore store, int shard) { await Task.Yield(); return store.Get(ask.Key + shard); }
                [OnBinary] public ReadOnlySpan<byte> Binary(ReadOnlySpan<byte> payload, [FromKeyedServices(7)] IStore? store) => payload;
                [OnClose] public void Close(CloseStatus status, Audit audit, Clock clock) { }
                [OnError] public void Failed(InvalidOperationException error, [FromServices] Audit audit) { }
                public void Dispose() { }
            }
            """));

    [Fact]
    public void A_singleton_is_created_once() => GeneratorSnapshots.Verify(
        new GeneratorProject(
            """
            namespace App;

            public interface IStore;

            [WebSocketEndpoint("/all", Lifetime = EndpointLifetime.Singleton, Order = -1, MaxMessageSize = 4096, IdleTimeoutSeconds = -1)]
            public sealed class All(IStore store) : IDisposable
            {
                [OnText] public void Text(string text, WebSocketSession session) => GC.KeepAlive(store);
                public void Dispose() { }
            }
            """));

    [Fact]
    public void The_most_derived_error_handler_comes_first() => GeneratorSnapshots.Verify(
        new GeneratorProject(
            """
            namespace App;

            [WebSocketEndpoint("/errors", Protocols = ["a", "b"])]
            public sealed class Errors
            {
                [OnText] public void Text(string text) => throw new ArgumentNullException(text);
                [OnError] public void Any(Exception error) { }
                [OnError] public string Argument(ArgumentException error) => error.Message;
                [OnError(Protocol = "b")] public async Task ArgumentOfB(ArgumentException error, WebSocketSession session) => await session.SendTextAsync("b");
                [OnError] public ValueTask Null(ArgumentNullException error) => default;
            }
            """));
}
