namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>A singleton endpoint with the handlers given, and states that they may take.</summary>
internal static class StateSource
{
    public static string Of(string handlers, string arguments = ", Lifetime = EndpointLifetime.Singleton") =>
        $$"""
        public struct Count { public int Messages; }

        public struct Name { public string? Value; }

        [SessionState]
        public sealed class Member { public string? Name; public int Messages; }

        [WebSocketEndpoint("/chat"{{arguments}})]
        public sealed class Chat
        {
            {{handlers}}
        }
        """;
}
