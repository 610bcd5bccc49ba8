using System.Text.Json.Serialization;
using Endpoints.Options;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Endpoints.Testing;

/// <summary>What a <see cref="WebSocketTestHost"/> is made of.</summary>
public sealed class WebSocketTestHostOptions
{
    /// <summary>What the endpoints are injected with: the application's services, or stand-ins for them.</summary>
    public IServiceCollection Services { get; } = new ServiceCollection();

    /// <summary>
    /// The clock of the server and of the endpoints. Default: a <see cref="FakeTimeProvider"/>, which stands still unless the test
    /// moves it; <see cref="WebSocketTestHost.Time"/> is for that.
    /// </summary>
    public TimeProvider TimeProvider { get; set; } = new TestClock();

    /// <summary>
    /// How messages are read and written that are sent and expected as values: the application's own context. Where a base class lists
    /// a message's type as derived (<see cref="JsonDerivedTypeAttribute"/>), the message is written and read as that base class, so with its
    /// discriminator.
    /// </summary>
    public JsonSerializerContext? Json { get; set; }

    /// <summary>
    /// How long, by the real clock, anything is waited for before the test fails. Default 10 s; without end while a debugger is attached.
    /// Never decides about the outcome of a test that passes.
    /// </summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Sets limits and deadlines, as <c>AddWebSocketEndpoints</c> does. May be called several times.</summary>
    /// <param name="configure">Sets them.</param>
    public void ConfigureEndpoints(Action<WebSocketEndpointOptions> configure) => Services.Configure(configure);
}
