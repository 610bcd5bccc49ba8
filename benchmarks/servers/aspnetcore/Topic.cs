namespace AspNetCoreServer;

/// <summary>
/// What one subscriber sends, all get. Publishes go one after the other: a send to a subscriber that reads completes at once, so
/// there is nothing to win from a queue and a task for each.
/// </summary>
internal sealed class Topic : IDisposable
{
    private readonly HashSet<MessageSocket> _subscribers = [];
    private readonly SemaphoreSlim _one = new(1);

    public void Dispose() => _one.Dispose();

    public async Task RunAsync(MessageSocket socket)
    {
        await ChangeAsync(() => _subscribers.Add(socket));
        while (await socket.ReceiveAsync() is { } message)
        {
            await _one.WaitAsync();
            foreach (var subscriber in _subscribers)
            {
                await subscriber.SendAsync(message, socket.Type);
            }

            _one.Release();
        }

        await ChangeAsync(() => _subscribers.Remove(socket));
    }

    private async Task ChangeAsync(Func<bool> change)
    {
        await _one.WaitAsync();
        change();
        _one.Release();
    }
}
