namespace Endpoints.Fuzz.Engine;

/// <summary>An input that broke something, made as small as it would get, and how.</summary>
internal sealed record Finding(byte[] Input, Exception Error);
