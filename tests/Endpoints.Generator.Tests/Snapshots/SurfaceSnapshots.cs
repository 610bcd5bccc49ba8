using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Snapshots;

/// <summary>What others see of an endpoint: links, and what tools are told.</summary>
public sealed class SurfaceSnapshots
{
    [Fact]
    public void Links_stand_in_a_partial_class_and_beside_others() => GeneratorSnapshots.Verify(new GeneratorProject(
        """
        namespace App
        {
            public enum Color { Red }
            internal enum Secret { One }

            [WebSocketEndpoint("/rooms/{room:maxlength(40)}/{page:int=1}")]
            public sealed partial class Partial
            {
                [OnOpen] public void Open(string room, [FromQuery] string name, [FromQuery] Color? color, [FromHeader] string? agent) { }
            }

            public static partial class Outer
            {
                [WebSocketEndpoint("/nested/{id}/{event?}")]
                public sealed class Whole
                {
                    [OnOpen] public void Open(Guid id) { }
                    [OnText] public void Text(string? @event, [FromQuery(Name = "id")] int? number) { }
                }

                [WebSocketEndpoint("/secret/{secret}")]
                public sealed partial class Internal
                {
                    [OnOpen] internal void Open(Secret secret) { }
                }
            }

            [WebSocketEndpoint("/own/{x}")]
            public sealed partial class Own
            {
                private enum Mode { Fast }
                public static string PathFor() => "mine";
                [OnOpen] public void Open(int x) { }
                [OnText] public void Text(long x) { }
            }

            [WebSocketEndpoint("/hidden/{mode}")]
            public sealed partial class Hidden
            {
                private enum Mode { Fast }
                [OnOpen] private void Open(Mode mode) { }
            }

            public static class TakenLinks;

            [WebSocketEndpoint("/taken/{*rest:nonfile}")]
            internal sealed class Taken { [OnOpen] public void Open() { } }
        }

        [WebSocketEndpoint("/")]
        public sealed class Root { [OnOpen] public void Open() { } }
        """));

    [Fact]
    public void Tools_are_told_of_handlers_limits_origins_policies_and_conditions() => GeneratorSnapshots.Verify(new GeneratorProject(
        """
        using Microsoft.AspNetCore.Authorization;
        namespace App;

        [WebSocketEndpoint("/told/{id:int}", Protocols = ["v2", "v1"], RequireProtocol = true, Lifetime = EndpointLifetime.Singleton,
            Origins = ["https://example.com", "https://*.example.com"], MaxMessageSize = 1024, IdleTimeoutSeconds = -1,
            MaxSessions = 100, MaxSessionsPerAddress = 20, MaxSessionsPerUser = 3)]
        [RateLimit(Messages = 50, MessageBurst = 60, Bytes = 4096, ByteBurst = 8192, PerSeconds = 10, Action = RateLimitAction.Delay)]
        [Authorize("policy", Roles = "a,b")]
        [EndpointCondition(Environments = ["Development", "Staging"], Feature = "Features:Told", Condition = typeof(Never))]
        public sealed partial class Told
        {
            [OnOpen] public void Open(int id, [FromQuery] int page = 1) { }
            [OnText(Protocol = "v2")] public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8, WebSocketSession session) => utf8;
            [OnText] public void OldText(string text) { }
            [OnBinary] public async IAsyncEnumerable<string> Binary(byte[] payload) { await Task.Yield(); yield return "x"; }
            [OnClose] public void Closed(CloseStatus status) { }
        }

        public sealed class Never : IEndpointCondition
        {
            bool IEndpointCondition.IsEnabled(IServiceProvider services) => false;
        }
        """));
}
