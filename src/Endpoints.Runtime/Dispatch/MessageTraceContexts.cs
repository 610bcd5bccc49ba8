namespace Endpoints.Dispatch;

/// <summary>The services of a host that find traces in messages. Safe to use from any thread.</summary>
/// <param name="services">The services of the application.</param>
internal sealed class MessageTraceContexts(IServiceProvider services)
{
    private readonly Lazy<IMessageTraceContext[]> _all = new(() =>
        services.GetService(typeof(IEnumerable<IMessageTraceContext>)) is IEnumerable<IMessageTraceContext> all ? [.. all] : []);

    /// <summary>The one for a sub-protocol; <see langword="null"/> for none.</summary>
    /// <param name="subProtocol">The agreed sub-protocol.</param>
    public IMessageTraceContext? Find(string? subProtocol) => Array.Find(_all.Value, context => context.IsFor(subProtocol));
}
