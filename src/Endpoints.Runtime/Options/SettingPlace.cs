namespace Endpoints.Options;

/// <summary>Where settings were written, for messages: in code, or under a key of the configuration.</summary>
/// <param name="Path">The path of the place.</param>
/// <param name="IsConfigured">Whether it is in the configuration; code otherwise.</param>
internal readonly record struct SettingPlace(string Path, bool IsConfigured)
{
    /// <summary>What code sets for all endpoints.</summary>
    public static SettingPlace Code => new(nameof(WebSocketEndpointOptions), IsConfigured: false);

    /// <summary>The full name of a setting in this place.</summary>
    public string Of(string setting) => Path + (IsConfigured ? ":" : ".") + setting;

    /// <summary>The place of settings within a setting.</summary>
    public SettingPlace Within(string setting) => this with { Path = Of(setting) };

    public override string ToString() => Path;
}
