using System.ComponentModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Endpoints.Generated;

/// <summary>What emitted code asks for a <see cref="EndpointConditionAttribute"/>. Safe to call from any thread.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class EndpointConditions
{
    /// <summary>Whether the host has one of the environment names, in any case.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="names">The names.</param>
    /// <exception cref="InvalidOperationException">There is no <see cref="IHostEnvironment"/>.</exception>
    public static bool IsEnvironment(IServiceProvider services, params ReadOnlySpan<string> names)
    {
        var environment = services.GetService<IHostEnvironment>()
            ?? throw new InvalidOperationException(
                "An endpoint is bound to environments, but this host has none; register an IHostEnvironment, as the generic host does.");
        foreach (var name in names)
        {
            if (environment.IsEnvironment(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a key of the configuration is <c>true</c>.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="key">The key, with colons between its sections.</param>
    /// <exception cref="InvalidOperationException">There is no <see cref="IConfiguration"/>, or the value is not a boolean.</exception>
    public static bool IsFeatureOn(IServiceProvider services, string key)
    {
        var configuration = services.GetService<IConfiguration>()
            ?? throw new InvalidOperationException(
                $"An endpoint is bound to the configuration's \"{key}\", but this host has none; register an IConfiguration, as the generic host does.");
        var section = configuration.GetSection(key);
        if (bool.TryParse(section.Value, out var isOn))
        {
            return isOn;
        }

        if (section.Value is null && !section.GetChildren().Any())
        {
            return false;
        }

        var found = section.Value is { } value ? $"\"{value}\"" : "a section";
        throw new InvalidOperationException(
            $"The configuration's \"{key}\" is {found}, but an endpoint is bound to it; set it to true or false, or decide in an IEndpointCondition.");
    }
}
