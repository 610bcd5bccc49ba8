using System.ComponentModel;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Generated;

/// <summary>The instances of singleton endpoints of one host, disposed with it. Safe to use from any thread.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EndpointSingletons(IServiceProvider services) : IAsyncDisposable, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Type, object> _instances = [];

    /// <summary>Those of the host that took a request. Makes no scope of services.</summary>
    /// <param name="handshake">The request.</param>
    public static EndpointSingletons Of(WebSocketHandshake handshake)
    {
        ArgumentNullException.ThrowIfNull(handshake);
        return handshake.ApplicationServices.GetRequiredService<EndpointSingletons>();
    }

    /// <summary>
    /// The instance of an endpoint class, created on first use from the application's root services. When that fails, the next use
    /// tries again.
    /// </summary>
    /// <param name="create">Calls the constructor.</param>
    public T GetOrCreate<T>(Func<IServiceProvider, T> create)
        where T : class => (T)GetOrCreate(typeof(T), create);

    /// <summary>The same for a class that is known by its type.</summary>
    internal object GetOrCreate(Type type, Func<IServiceProvider, object> create)
    {
        lock (_gate)
        {
            if (!_instances.TryGetValue(type, out var instance))
            {
                instance = create(services);
                _instances.Add(type, instance);
            }

            return instance;
        }
    }

    /// <summary>Disposes all instances; an exception of one does not keep the others from it, and is thrown at the end.</summary>
    public async ValueTask DisposeAsync()
    {
        List<Exception>? errors = null;
        foreach (var instance in Take())
        {
            try
            {
                if (instance is IAsyncDisposable asyncDisposable)
                {
                    await asyncDisposable.DisposeAsync().ConfigureAwait(false);
                }
                else
                {
                    (instance as IDisposable)?.Dispose();
                }
            }
            catch (Exception error)
            {
                (errors ??= []).Add(error);
            }
        }

        if (errors is not null)
        {
            throw new AggregateException("Singleton endpoints could not be disposed.", errors);
        }
    }

    /// <summary>For hosts that dispose synchronously. An endpoint that can only be disposed asynchronously is waited for.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private object[] Take()
    {
        lock (_gate)
        {
            object[] instances = [.. _instances.Values];
            _instances.Clear();
            return instances;
        }
    }
}
