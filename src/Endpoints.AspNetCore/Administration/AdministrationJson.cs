using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace Endpoints.AspNetCore.Administration;

/// <summary>How requests and answers are written, without reflection.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(CloseRequest))]
[JsonSerializable(typeof(EndpointList))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(WebSocketSessionPage))]
[JsonSerializable(typeof(WebSocketSessionDetails))]
internal sealed partial class AdministrationJson : JsonSerializerContext;
