namespace Endpoints.Options;

/// <summary>A rule for one endpoint.</summary>
/// <param name="Name">The name of its class, with or without that of its namespace, where the configuration has it.</param>
/// <param name="Type">Its class, where code has it.</param>
/// <param name="Rule">The settings.</param>
/// <param name="Place">Where it was written.</param>
internal sealed record RuleForEndpoint(string Name, Type? Type, WebSocketEndpointRule Rule, SettingPlace Place)
{
    /// <summary>The name of a class as the configuration may have it in full: a nested one behind a full stop, for a key can have no plus.</summary>
    public static string FullNameOf(Type type) => (type.FullName ?? type.Name).Replace('+', '.');

    /// <summary>Whether this is the rule of an endpoint class.</summary>
    public bool IsFor(Type endpoint) => Type is { } type
        ? type == endpoint
        : string.Equals(Name, endpoint.Name, StringComparison.OrdinalIgnoreCase)
            || string.Equals(Name, FullNameOf(endpoint), StringComparison.OrdinalIgnoreCase);
}
