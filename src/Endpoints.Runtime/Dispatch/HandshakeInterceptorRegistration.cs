namespace Endpoints.Dispatch;

/// <summary>An interceptor that the application added for all endpoints.</summary>
/// <param name="Resolve">Finds or makes it, from the application's services; the same each time.</param>
/// <param name="NeedsHttpContext">Whether it means nothing where no ASP.NET Core request is.</param>
internal sealed record HandshakeInterceptorRegistration(
    Func<IServiceProvider, IWebSocketHandshakeInterceptor> Resolve, bool NeedsHttpContext = false);
