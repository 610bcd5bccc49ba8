using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Endpoints.Integration.Tests.Behavior;

/// <summary>Comes before <see cref="OldFlag"/> where its feature is on.</summary>
[WebSocketEndpoint("/flag", Order = -1)]
[EndpointCondition(Feature = "Features:NewFlag")]
public sealed class NewFlag
{
    [OnText]
    public static string Text(string text) => "new " + text;
}

[WebSocketEndpoint("/flag")]
public sealed class OldFlag
{
    [OnText]
    public static string Text(string text) => "old " + text;
}

[WebSocketEndpoint("/development-only")]
[EndpointCondition(Environments = ["Development"])]
public sealed class DevelopmentOnly
{
    [OnText]
    public static string Text(string text) => text;
}

[WebSocketEndpoint("/all-hold")]
[EndpointCondition(Environments = ["Development", "Staging"], Feature = "Features:On", Condition = typeof(HasScopedThing))]
public sealed class AllHold
{
    [OnText]
    public static string Text(string text) => text;
}

[WebSocketEndpoint("/one-fails")]
[EndpointCondition(Feature = "Features:On", Condition = typeof(Never))]
public sealed class OneFails
{
    [OnText]
    public static string Text(string text) => text;
}

/// <summary>Asks the application's services.</summary>
internal sealed class HasScopedThing : IEndpointCondition
{
    public bool IsEnabled(IServiceProvider services) => services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(ScopedThing));
}

internal readonly struct Never : IEndpointCondition
{
    public bool IsEnabled(IServiceProvider services) => false;
}

/// <summary>A host in the environment <c>Staging</c> with <c>Features:On</c>.</summary>
internal sealed class StagingEnvironment : IHostEnvironment
{
    public string EnvironmentName { get; set; } = "Staging";

    public string ApplicationName { get; set; } = "Tests";

    public string ContentRootPath { get; set; } = AppContext.BaseDirectory;

    public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<IHostEnvironment>(new StagingEnvironment());
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection([new("Features:On", "True"), new("Features:Other", "x")]).Build());
    }
}
