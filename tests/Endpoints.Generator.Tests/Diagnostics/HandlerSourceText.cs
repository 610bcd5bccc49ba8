namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>One endpoint with the handlers given, and types that they may use.</summary>
internal static class HandlerSourceText
{
    public static string Of(string handlers) =>
        $$"""
        using System.Buffers;
        using System.Text.Json.Serialization;

        [WebSocketEndpoint("/chat/{room}")]
        public sealed class Chat
        {
            {{handlers}}
        }

        public sealed record Say(string Text);

        public sealed record Said(string Text);

        public interface IRooms;

        public sealed class Rooms : IRooms;

        [JsonSerializable(typeof(Say))]
        [JsonSerializable(typeof(Said))]
        internal sealed partial class ChatJson : JsonSerializerContext;
        """;
}
