using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Dispatch;

/// <summary>
/// What a door that reads heads itself knows of a connection, for as long as the session and those who keep its handshake. A door of many
/// idle sessions derives its own, to find out things only when somebody asks. Safe to use from any thread.
/// </summary>
internal abstract class ConnectionFacts : IAsyncDisposable
{
    // The provider that the door gave; otherwise the scope, once somebody asked, and this connection itself when it has ended.
    private object? _services;

    /// <param name="services">The session's services, which the door disposes.</param>
    protected ConnectionFacts(IServiceProvider services) => _services = services;

    /// <summary>For a door that has <see cref="Scopes"/>.</summary>
    protected ConnectionFacts()
    {
    }

    /// <summary>The session's services.</summary>
    /// <exception cref="ObjectDisposedException">The session has ended.</exception>
    public IServiceProvider Services => Scopes is null ? (IServiceProvider)_services! : GetScope().ServiceProvider;

    /// <summary>The name of the door.</summary>
    public abstract string? Door { get; init; }

    /// <summary>Whether the transport is TLS.</summary>
    public abstract bool IsSecure { get; init; }

    /// <summary>The peer's address.</summary>
    public abstract EndPoint? RemoteEndPoint { get; init; }

    /// <summary>The address that the peer connected to.</summary>
    public abstract EndPoint? LocalEndPoint { get; init; }

    /// <summary>Who is signed in; <see langword="null"/> for nobody.</summary>
    public abstract ClaimsPrincipal? User { get; init; }

    /// <summary>
    /// Where the session's services come from when somebody asks for them, which many sessions never do; <see langword="null"/> when the door gave
    /// them. Always the same.
    /// </summary>
    protected virtual IServiceScopeFactory? Scopes => null;

    /// <summary>
    /// Disposes the services, where they were made here. A session does that at its end; a door only for a connection that has come to no
    /// session.
    /// </summary>
    [SuppressMessage("Usage", "CA1816", Justification = "There is no finalizer, nor will a door add one.")]
    public ValueTask DisposeAsync()
    {
        if (Scopes is null)
        {
            return default;
        }

        return Interlocked.Exchange(ref _services, this) switch
        {
            IAsyncDisposable scope when scope != this => scope.DisposeAsync(),
            IDisposable scope => Dispose(scope),
            _ => default,
        };

        static ValueTask Dispose(IDisposable scope)
        {
            scope.Dispose();
            return default;
        }
    }

    private IServiceScope GetScope()
    {
        if (Volatile.Read(ref _services) is not { } services)
        {
            var scope = Scopes!.CreateScope();
            services = Interlocked.CompareExchange(ref _services, scope, null);
            if (services is null)
            {
                return scope;
            }

            // Somebody else was faster.
            scope.Dispose();
        }

        return services as IServiceScope ?? throw new ObjectDisposedException(
            "The session", "The session has ended, and its services with it. Take what you need from them before.");
    }
}
