using System.Text.Json.Serialization;

namespace Chat;

/// <summary>
/// What the page sends (sub-protocol <c>chat.v1</c>): JSON objects told apart by <c>type</c>. An unknown type, or none,
/// cannot be read, and the runtime closes with 1007.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Say), "say")]
[JsonDerivedType(typeof(Typing), "typing")]
public abstract record ClientMessage;

/// <summary>Says something to the room.</summary>
/// <param name="Text">The words.</param>
/// <param name="Ref">The page's own mark, by which it knows its message again when the room repeats it.</param>
public sealed record Say(string Text, string? Ref = null) : ClientMessage;

/// <summary>Somebody is typing; sent at most every few seconds.</summary>
public sealed record Typing : ClientMessage;

/// <summary>What the room sends.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Welcome), "welcome")]
[JsonDerivedType(typeof(Joined), "joined")]
[JsonDerivedType(typeof(Left), "left")]
[JsonDerivedType(typeof(Said), "said")]
[JsonDerivedType(typeof(IsTyping), "typing")]
public abstract record ServerMessage;

/// <summary>A person in a room.</summary>
/// <param name="Id">Unique in the process, and new with every connection.</param>
/// <param name="Name">The chosen name; several people may have the same.</param>
public sealed record Person(string Id, string Name);

/// <summary>The first message to whoever joins.</summary>
/// <param name="You">The person who joined.</param>
/// <param name="Room">Identifies the room's life: numbers of messages begin anew in a room that was empty in between.</param>
/// <param name="People">Who is here, the new person included.</param>
/// <param name="History">The last messages, oldest first.</param>
public sealed record Welcome(Person You, string Room, IReadOnlyList<Person> People, IReadOnlyList<Said> History) : ServerMessage;

/// <summary>Somebody came.</summary>
public sealed record Joined(Person Person, DateTimeOffset At) : ServerMessage;

/// <summary>Somebody went.</summary>
public sealed record Left(Person Person, DateTimeOffset At) : ServerMessage;

/// <summary>Somebody said something.</summary>
/// <param name="Number">Counts the room's messages from 1.</param>
/// <param name="Person">Who said it.</param>
/// <param name="Text">What was said; plain text.</param>
/// <param name="At">When the server got it.</param>
/// <param name="Ref">The mark of the page that sent it.</param>
public sealed record Said(long Number, Person Person, string Text, DateTimeOffset At, string? Ref) : ServerMessage;

/// <summary>Somebody is typing.</summary>
public sealed record IsTyping(Person Person) : ServerMessage;

/// <summary>How the messages are read and written, without reflection.</summary>
[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ClientMessage))]
[JsonSerializable(typeof(ServerMessage))]
public sealed partial class ChatJson : JsonSerializerContext;
