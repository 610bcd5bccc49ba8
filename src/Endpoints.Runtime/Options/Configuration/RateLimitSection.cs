namespace Endpoints.Options.Configuration;

/// <summary>A rate limit in the configuration: a section, or <c>false</c> for none.</summary>
internal static class RateLimitSection
{
    /// <summary>Reads it.</summary>
    /// <param name="reader">The section that it is in.</param>
    /// <param name="key">Its key.</param>
    /// <param name="faults">Takes what is wrong with it.</param>
    /// <returns><see langword="null"/> where it is not there.</returns>
    public static WebSocketRateLimitOptions? Read(SectionReader reader, string key, List<string> faults)
    {
        if (!reader.TrySwitchOrSection(key, out var isOn, out var section))
        {
            return null;
        }

        var limit = new WebSocketRateLimitOptions();
        if (section is null)
        {
            if (isOn == true)
            {
                faults.Add($"{reader.Place.Of(key)} is 'true'; it must be false or a section that says how much.");
            }

            return limit;
        }

        var values = new SectionReader(section, faults);
        values.IntegerOrNone(nameof(limit.Messages), value => limit.Messages = value);
        values.IntegerOrNone(nameof(limit.MessageBurst), value => limit.MessageBurst = value);
        values.IntegerOrNone(nameof(limit.Bytes), value => limit.Bytes = value);
        values.IntegerOrNone(nameof(limit.ByteBurst), value => limit.ByteBurst = value);
        values.Duration(nameof(limit.Period), value => limit.Period = value);
        values.Name<RateLimitAction>(nameof(limit.Action), value => limit.Action = value);
        values.RefuseOthers();
        return limit;
    }
}
