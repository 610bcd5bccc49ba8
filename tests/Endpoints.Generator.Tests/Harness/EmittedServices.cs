using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Generator.Tests.Harness;

/// <summary>Services of types that a test has just compiled.</summary>
internal static class EmittedServices
{
    public static IServiceProvider With(EmittedEndpoint endpoint, string scopedType) =>
        new ServiceCollection().AddScoped(endpoint.Assembly.GetType(scopedType)!).BuildServiceProvider(validateScopes: true);
}
