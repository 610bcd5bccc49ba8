using System.Text.Json;
using System.Text.Json.Serialization;

namespace EndpointsNamespace1;

/// <summary>What a client says.</summary>
public sealed record Say(string Text);

/// <summary>What the server answers.</summary>
public sealed record Heard(int Number, string Text, DateTimeOffset At);

/// <summary>How messages are read and written, without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Say))]
[JsonSerializable(typeof(Heard))]
public sealed partial class AppJson : JsonSerializerContext;
