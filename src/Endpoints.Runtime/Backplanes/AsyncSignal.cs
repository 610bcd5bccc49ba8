using System.Threading.Channels;

namespace Endpoints.Backplanes;

/// <summary>Wakes one waiter; set several times before it waits, it wakes it once. Safe to use from any thread.</summary>
internal sealed class AsyncSignal
{
    private readonly Channel<bool> _signals =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Set() => _signals.Writer.TryWrite(true);

    public async ValueTask WaitAsync(CancellationToken cancellationToken) => await _signals.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
}
