using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Endpoints.Runtime.Tests.Surface;

public class WebSocketMessageTests
{
    private static readonly JsonTypeInfo<int[]> Numbers = (JsonTypeInfo<int[]>)JsonSerializerOptions.Default.GetTypeInfo(typeof(int[]));

    [Fact]
    public void Text_is_made_from_a_string_and_from_bytes()
    {
        var encoded = WebSocketMessage.Text("grün");
        var bytes = WebSocketMessage.Text(encoded.Payload);

        Assert.Equal((true, "grün"), (encoded.IsText, encoded.GetText()));
        Assert.Equal((true, "grün"), (bytes.IsText, bytes.GetText()));
        Assert.True(encoded.Payload.Span.SequenceEqual("grün"u8));
        Assert.Equal<int>([1, 2], WebSocketMessage.Text("[1,2]").ReadJson(Numbers)!);
    }

    [Fact]
    public void Binary_keeps_the_memory_that_it_is_made_from()
    {
        byte[] payload = [1, 2, 3];
        var message = WebSocketMessage.Binary(payload.AsMemory(1));
        payload[1] = 9;

        Assert.False(message.IsText);
        Assert.Equal([9, 3], message.Payload.ToArray());
        Assert.Throws<InvalidOperationException>(() => message.GetText());
    }

    [Fact]
    public void A_message_that_nobody_made_is_binary_and_empty()
    {
        Assert.False(default(WebSocketMessage).IsText);
        Assert.True(default(WebSocketMessage).Payload.IsEmpty);
    }
}
