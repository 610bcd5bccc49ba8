using Endpoints.Grammar;
using Endpoints.Options;

namespace Endpoints.Dispatch.Handlers;

/// <summary>A route that was mapped by code for all doors, as it waits for the application to start.</summary>
/// <param name="Template">The route template, without problems.</param>
/// <param name="Handlers">The handlers.</param>
/// <param name="Options">What the route says of its sessions.</param>
internal sealed record HandlerRoute(RouteTemplate Template, HandlerSource Handlers, WebSocketHandlerOptions Options)
{
    /// <summary>Reads a template and checks the options, as far as that can be done before the application starts.</summary>
    /// <param name="pattern">The template.</param>
    /// <param name="handlers">The handlers.</param>
    /// <param name="configure">Sets the options.</param>
    /// <exception cref="ArgumentException">The template or an option cannot be used.</exception>
    public static HandlerRoute Create(string pattern, HandlerSource handlers, Action<WebSocketHandlerOptions>? configure)
    {
        var template = RouteTemplateParser.Parse(pattern);
        if (template.Problems is [var problem, ..])
        {
            throw new ArgumentException($"'{pattern}' is no route template: {problem.Message}.", nameof(pattern));
        }

        var options = new WebSocketHandlerOptions();
        configure?.Invoke(options);
        _ = HandlerOptionRules.SettingsOf(options);
        _ = HandlerOptionRules.OriginsOf(options);
        if (options.Protocols is { } protocols)
        {
            HandlerOptionRules.CheckProtocols(options, protocols);
        }

        return new HandlerRoute(template, handlers, options);
    }

    /// <summary>What a host knows of the route.</summary>
    /// <param name="services">The services of the application.</param>
    public HandlerDescriptor Describe(IServiceProvider services) =>
        new(Template.Text, [.. Template.Parameters.Select(parameter => parameter.Name)], Handlers, Options, services);
}
