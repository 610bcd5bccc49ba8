using Endpoints.Options;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Endpoints.AspNetCore;

/// <summary>Refuses rules that name a CORS policy which nobody has added; a provider of the application's own is asked at the handshake only.</summary>
internal sealed class CorsPolicyValidator(IServiceProvider services) : IValidateOptions<WebSocketEndpointOptions>
{
    public ValidateOptionsResult Validate(string? name, WebSocketEndpointOptions options)
    {
        var failures = options.PatternRules.Select(rule => (rule.Rule, rule.Place))
            .Concat(options.EndpointRules.Select(rule => (rule.Rule, rule.Place)))
            .Where(entry => entry.Rule.CorsPolicy is not null)
            .Select(entry => FindProblem(entry.Rule.CorsPolicy!, entry.Place.Of(nameof(entry.Rule.CorsPolicy))))
            .OfType<string>()
            .ToArray();
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private string? FindProblem(string policy, string where)
    {
        if (services.GetService<ICorsPolicyProvider>() is not { } provider)
        {
            return $"{where} is {policy}, and there are no CORS policies: call builder.Services.AddCors().";
        }

        var isKnown = provider is not DefaultCorsPolicyProvider
            || services.GetRequiredService<IOptions<CorsOptions>>().Value.GetPolicy(policy) is not null;
        return isKnown ? null : $"{where} is {policy}, which is no CORS policy of the application.";
    }
}
