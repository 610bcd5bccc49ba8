using System.Collections.Concurrent;
using System.ComponentModel;

namespace Endpoints.Generated;

/// <summary>The instances of singleton endpoints of one host, disposed with it. Safe to use from any thread.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EndpointSingletons(IServiceProvider services) : IAsyncDisposable, IDisposable
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _instances = new();

    /// <summary>The instance of an endpoint class, created on first use from the application's root services.</summary>
    /// <param name="create">Calls the constructor.</param>
    public T GetOrCreate<T>(Func<IServiceProvider, T> create)
        where T : class =>
        (T)_instances.GetOrAdd(typeof(T), _ => new Lazy<object>(() => create(services))).Value;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances.Values)
        {
            switch (instance.IsValueCreated ? instance.Value : null)
            {
                case IAsyncDisposable asyncDisposable:
                    await asyncDisposable.DisposeAsync().ConfigureAwait(false);
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var instance in _instances.Values)
        {
            if (instance.IsValueCreated && instance.Value is IDisposable disposable)
            {
                disposable.Dispose();
            }
        }
    }
}
