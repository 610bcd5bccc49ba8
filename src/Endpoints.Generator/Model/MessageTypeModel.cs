using Endpoints.Grammar;

namespace Endpoints.Generator.Model;

/// <summary>What the build knows of a type that may travel as a message.</summary>
/// <param name="Contract">How its messages are told apart; null for a type without a discriminator.</param>
/// <param name="IsPolymorphic">Whether it is the base of contracts, and so takes all of them.</param>
/// <param name="IsReference">Whether it is a class or an interface.</param>
/// <param name="Codecs">The endpoint's codecs that read and write it, closed over it.</param>
internal sealed record MessageTypeModel(
    MessageContractModel? Contract, bool IsPolymorphic, bool IsReference, EquatableArray<CodecModel> Codecs);

/// <summary>How messages of one type are told apart from others.</summary>
/// <param name="Property">The JSON property that holds the discriminator.</param>
/// <param name="Discriminator">Its value; null where the type should have one and has none that can be used.</param>
/// <param name="Fault">Why it has none; null where it has one.</param>
/// <param name="Base">The System.Text.Json base that knows it; null for <c>[Message]</c>.</param>
internal sealed record MessageContractModel(
    string Property, DiscriminatorModel? Discriminator, string? Fault, PolymorphicBaseModel? Base)
{
    /// <summary>Longest discriminator, in bytes of UTF-8: what is read of a message to compare it stays on the stack.</summary>
    public const int MaxDiscriminatorSize = 128;
}

/// <summary>A discriminator: a text, or a number.</summary>
internal sealed record DiscriminatorModel(string? Text, int Number)
{
    /// <summary>As JSON has it, for messages.</summary>
    public override string ToString() => Text is null ? Number.ToString(System.Globalization.CultureInfo.InvariantCulture) : "\"" + Text + "\"";
}

/// <summary>A type with <c>[JsonDerivedType]</c>.</summary>
/// <param name="Type">The type.</param>
/// <param name="Derived">Its contracts that have a discriminator, in the order of the source.</param>
internal sealed record PolymorphicBaseModel(TypeRef Type, EquatableArray<TypeRef> Derived);
