using System.Text.Json.Serialization;

namespace Endpoints.Runtime.Tests.Connections.Presence;

/// <summary>What sessions of these tests tell of themselves.</summary>
public sealed record Mood(string Text);

[JsonSerializable(typeof(Mood))]
internal sealed partial class PresenceJson : JsonSerializerContext;
