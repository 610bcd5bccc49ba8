namespace Endpoints;

/// <summary>The name of a value in <see cref="WebSocketSession.Items"/>, with its type: see <see cref="WebSocketSessionItemExtensions"/>.</summary>
/// <typeparam name="T">What is kept under it.</typeparam>
/// <param name="Name">The key in the items; its case counts.</param>
public readonly record struct SessionItemKey<T>(string Name);
