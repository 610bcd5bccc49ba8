using Endpoints.Generated;

namespace Endpoints.Runtime.Tests.Generated;

public class MessageStreamTests
{
    [ThreadStatic]
    private static bool _isEnding;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_handler_does_not_go_on_within_the_call_that_ends_its_reading(bool lost)
    {
        MessageStream<int>? stream = null;
        var isWithin = true;
        stream = new MessageStream<int>(async _ =>
        {
            try
            {
                await foreach (var message in stream!)
                {
                }
            }
            catch (OperationCanceledException)
            {
            }

            isWithin = _isEnding;
        });
        var running = stream.RunAsync(null!);

        _isEnding = true;
        stream.End(new CancellationToken(canceled: lost));
        _isEnding = false;
        await running;

        Assert.False(isWithin);
    }
}
