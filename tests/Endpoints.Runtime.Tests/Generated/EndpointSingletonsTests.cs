using Endpoints.Generated;

namespace Endpoints.Runtime.Tests.Generated;

public class EndpointSingletonsTests
{
    [Fact]
    public void An_instance_is_created_once()
    {
        var singletons = new EndpointSingletons(null!);

        Assert.Same(singletons.GetOrCreate(_ => new Instance()), singletons.GetOrCreate(_ => new Instance()));
    }

    [Fact]
    public void A_constructor_that_failed_is_tried_again()
    {
        var singletons = new EndpointSingletons(null!);

        Assert.Throws<InvalidOperationException>(() => singletons.GetOrCreate<Instance>(_ => throw new InvalidOperationException()));
        Assert.NotNull(singletons.GetOrCreate(_ => new Instance()));
    }

    [Fact]
    public async Task Disposal_reaches_every_instance_even_if_one_throws()
    {
        var singletons = new EndpointSingletons(null!);
        singletons.GetOrCreate(_ => new Throwing());
        var instance = singletons.GetOrCreate(_ => new Instance());

        await Assert.ThrowsAsync<AggregateException>(async () => await singletons.DisposeAsync());

        Assert.True(instance.IsDisposed);
        await singletons.DisposeAsync();
    }

    private sealed class Instance : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class Throwing : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => throw new InvalidOperationException();
    }
}
