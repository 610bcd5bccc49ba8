namespace Endpoints;

/// <summary>Decides whether an endpoint is served, see <see cref="EndpointConditionAttribute.Condition"/>.</summary>
public interface IEndpointCondition
{
    /// <summary>Called once an endpoint and host, when the application starts. An exception keeps it from starting.</summary>
    /// <param name="services">The application's services, without a scope.</param>
    /// <returns>Whether the endpoint is served.</returns>
    bool IsEnabled(IServiceProvider services);
}
