using System.Text.Json.Serialization;
using Endpoints;

namespace Ticker;

/// <summary>The page wants the quotes of a sector.</summary>
[Message("follow")]
public sealed record Follow(string Sector);

/// <summary>The page wants them no longer.</summary>
[Message("unfollow")]
public sealed record Unfollow(string Sector);

/// <summary>The first message to a page.</summary>
/// <param name="Node">The process that serves it.</param>
/// <param name="Sectors">What there is to follow.</param>
public sealed record Hello(string Node, IReadOnlyList<string> Sectors);

/// <summary>How the messages are read and written, without reflection.</summary>
[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Follow))]
[JsonSerializable(typeof(Unfollow))]
[JsonSerializable(typeof(Hello))]
[JsonSerializable(typeof(Quote))]
public sealed partial class TickerJson : JsonSerializerContext;
