using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Transport.Linux.Sessions;

/// <summary>What connections to one address have in common, so that each of them refers to one object.</summary>
/// <param name="Services">Where the services of sessions come from.</param>
/// <param name="EndPoint">The address that the peers connected to; <see langword="null"/> where it could not be found.</param>
internal sealed record LocalEnd(IServiceScopeFactory Services, EndPoint? EndPoint);
