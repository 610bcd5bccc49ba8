using Endpoints.Diagnostics;
using Endpoints.Dispatch;
using Endpoints.Options;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Endpoints.Hosting;

/// <summary>
/// Makes new sessions follow the configuration when that is loaded again. Not by <see cref="IOptionsMonitor{TOptions}"/>, which throws what the
/// validation has to say at whoever loads the configuration, and has forgotten the old values by then.
/// </summary>
/// <param name="server">The endpoints.</param>
/// <param name="factory">Makes options, as at the start, and validates them.</param>
/// <param name="loggers">For what was changed, and what is wrong.</param>
/// <param name="configuration">The configuration; <see langword="null"/> for none.</param>
internal sealed class OptionsReload(
    EndpointServer server, IOptionsFactory<WebSocketEndpointOptions> factory, ILoggerFactory loggers, IConfiguration? configuration = null)
    : IHostedService, IDisposable
{
    private readonly ILogger _logger = loggers.CreateLogger("Endpoints.Options");
    private IDisposable? _watching;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _watching = configuration is null ? null : ChangeToken.OnChange(configuration.GetReloadToken, Reload);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => Interlocked.Exchange(ref _watching, null)?.Dispose();

    // It runs in whoever loads the configuration, who can do nothing about what is wrong with it; and code that sets options may throw anything.
    private void Reload()
    {
        try
        {
            // The empty name is that of the options which have none.
            var changed = server.Apply(factory.Create(""));
            if (changed > 0)
            {
                Log.OptionsApplied(_logger, changed);
            }
        }
        catch (OptionsValidationException e)
        {
            Log.OptionsRefused(_logger, string.Join(" ", e.Failures), null);
        }
        catch (Exception e)
        {
            Log.OptionsRefused(_logger, e.Message, e);
        }
    }
}
