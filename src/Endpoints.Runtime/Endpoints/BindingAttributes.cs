namespace Endpoints;

/// <summary>Fills a handler's parameter from the route template where the names differ.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FromRouteAttribute : Attribute
{
    /// <summary>The template's parameter; the handler parameter's own name when not set.</summary>
    public string? Name { get; set; }
}

/// <summary>
/// Fills a handler's parameter from the query string. Missing without a default or nullable type, or not parsable: the handshake
/// is answered with 400.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FromQueryAttribute : Attribute
{
    /// <summary>The query key; the parameter's own name when not set.</summary>
    public string? Name { get; set; }
}

/// <summary>
/// Fills a handler's parameter from a request header. Missing without a default or nullable type, or not parsable: the handshake
/// is answered with 400.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FromHeaderAttribute : Attribute
{
    /// <summary>The header's name; the parameter's own name when not set.</summary>
    public string? Name { get; set; }
}

/// <summary>Fills a handler's parameter from the application's services, from a scope that lives as long as the call.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FromServicesAttribute : Attribute;
