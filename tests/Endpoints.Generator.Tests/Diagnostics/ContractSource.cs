namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>An endpoint with typed payloads, with these types, attribute arguments and handlers.</summary>
internal static class ContractSource
{
    /// <summary>The endpoint.</summary>
    /// <param name="handlers">What stands in the class <c>Chat</c>.</param>
    /// <param name="types">What stands beside it.</param>
    /// <param name="listed">Types that the context lists.</param>
    /// <param name="arguments">Arguments of the attribute behind the path.</param>
    /// <param name="attributes">Attributes of the class.</param>
    /// <param name="name">The class's name, with marks.</param>
    public static string Of(
        string handlers, string types = "", string[]? listed = null, string arguments = "", string attributes = "", string name = "Chat") =>
        $$"""
        using System.Buffers;
        using System.Text.Json;
        using System.Text.Json.Serialization;

        {{attributes}}
        [WebSocketEndpoint("/chat"{{arguments}})]
        public sealed class {{name}}
        {
            {{handlers}}
        }

        {{types}}

        {{string.Concat((listed ?? []).Select(t => $"[JsonSerializable(typeof({t}))] "))}}
        [JsonSerializable(typeof(int))] internal sealed partial class ChatJson : JsonSerializerContext;
        """;
}
