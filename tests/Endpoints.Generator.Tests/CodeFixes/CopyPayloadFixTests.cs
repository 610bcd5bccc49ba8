using Endpoints.CodeFixes;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.CodeFixes;

public sealed class CopyPayloadFixTests
{
    [Theory]
    [InlineData("_last = data;", "_last = data.ToArray();")]
    [InlineData("_last = data[1..];", "_last = data[1..].ToArray();")]
    [InlineData("_queue.Enqueue((1, data.Slice(2)));", "_queue.Enqueue((1, data.Slice(2).ToArray()));")]
    public Task Copies_the_payload(string before, string after) =>
        CodeFixVerifier.FixesAsync(new CopyPayloadFix(), Source(before), Source(after));

    [Fact]
    public Task Copies_several() => CodeFixVerifier.FixesAllAsync(
        new CopyPayloadFix(),
        Source("_last = data; _queue.Enqueue((1, data));"),
        Source("_last = data.ToArray(); _queue.Enqueue((1, data.ToArray()));"));

    [Fact]
    public Task Leaves_what_is_read_back_as_memory_alone() =>
        CodeFixVerifier.IsNotOfferedAsync(new CopyPayloadFix(), Source("session.Items[1] = data;"));

    private static string Source(string body) =>
        $$"""
        [WebSocketEndpoint("/")]
        public sealed class E
        {
            private ReadOnlyMemory<byte>? _last;
            private readonly Queue<(int, ReadOnlyMemory<byte>)> _queue = new();

            [OnBinary]
            public void Binary(ReadOnlyMemory<byte> data, WebSocketSession session)
            {
                {{body}}
            }
        }
        """;
}
