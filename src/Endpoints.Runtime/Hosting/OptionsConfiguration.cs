using Endpoints.Options;
using Endpoints.Options.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Endpoints.Hosting;

/// <summary>
/// Sets options by the application's configuration, if it has one: after all code has, so that who runs an application has the last word over
/// who wrote it.
/// </summary>
/// <param name="configuration">The configuration; <see langword="null"/> for none.</param>
internal sealed class OptionsConfiguration(IConfiguration? configuration = null) : IPostConfigureOptions<WebSocketEndpointOptions>
{
    public void PostConfigure(string? name, WebSocketEndpointOptions options)
    {
        if (configuration is not null)
        {
            OptionsSection.Apply(configuration, options);
        }
    }
}
