using Endpoints.Transport.Linux.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Endpoints.Transport.Linux.Sessions;

/// <summary>The end of a session's services, for which nobody waits.</summary>
internal static class ServiceScopes
{
    public static async Task DisposeAsync(AsyncServiceScope scope, ILogger logger)
    {
        try
        {
            await scope.DisposeAsync();
        }
        catch (Exception error)
        {
            LinuxLog.ServicesFailed(logger, error);
        }
    }
}
