using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Endpoints.AspNetCore.Administration;

/// <summary>Writes answers: JSON that no cache keeps, and problems as RFC 9457 has them.</summary>
internal static class AdministrationResponses
{
    public static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> typeInfo)
    {
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(value, typeInfo, cancellationToken: context.RequestAborted);
    }

    public static Task WriteProblemAsync(HttpContext context, int statusCode, string title, string detail)
    {
        context.Response.StatusCode = statusCode;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(
            new ProblemDetails { Status = statusCode, Title = title, Detail = detail },
            AdministrationJson.Default.ProblemDetails,
            "application/problem+json",
            context.RequestAborted);
    }
}
