using Endpoints.Grammar;

namespace Endpoints.Generator.Model;

/// <summary>How validation goes on from a value.</summary>
internal enum ValidationStep
{
    /// <summary>Into the value itself.</summary>
    Value,

    /// <summary>Into each element.</summary>
    Elements,

    /// <summary>Into the value of each pair.</summary>
    DictionaryValues,
}

/// <summary>A type that has something to validate, in it or behind it.</summary>
/// <param name="Type">The type.</param>
/// <param name="IsValueType">Whether it has to be boxed to be looked at.</param>
/// <param name="IsValidatable">Whether it implements <c>IValidatableObject</c>.</param>
/// <param name="Rules">Its own validation attributes as <c>new</c> expressions.</param>
/// <param name="Members">Its members with rules, or with more to validate behind them.</param>
/// <param name="Derived">Types that may stand in for it in JSON, as indexes; the most derived first.</param>
internal sealed record ValidatedTypeModel(
    TypeRef Type,
    bool IsValueType,
    bool IsValidatable,
    EquatableArray<string> Rules,
    EquatableArray<ValidatedMemberModel> Members,
    EquatableArray<int> Derived);

/// <summary>A property with rules, or with more to validate behind it.</summary>
/// <param name="Name">Its name, escaped where it is a keyword.</param>
/// <param name="DisplayName">Its name in messages.</param>
/// <param name="Rules">Its validation attributes as <c>new</c> expressions, <c>[Required]</c> first.</param>
/// <param name="Inner">What is behind it; null for nothing.</param>
internal sealed record ValidatedMemberModel(string Name, string DisplayName, EquatableArray<string> Rules, InnerValidationModel? Inner);

/// <summary>What to validate behind a value.</summary>
/// <param name="Step">How to get there.</param>
/// <param name="Type">The validated type's index.</param>
/// <param name="MayBeUnset">Whether it is an <c>ImmutableArray</c>, whose default value cannot be walked through.</param>
internal sealed record InnerValidationModel(ValidationStep Step, int Type, bool MayBeUnset = false);

/// <summary>A type that may be a payload.</summary>
/// <param name="Type">Its name with <c>global::</c>.</param>
/// <param name="Inner">What to validate; null for nothing.</param>
/// <param name="Obstacle">A rule that cannot be checked, for the message; null for none.</param>
internal sealed record ValidatedPayloadModel(string Type, InnerValidationModel? Inner, string? Obstacle);

/// <summary>All that emission knows of an endpoint's validation.</summary>
/// <param name="Types">The types with something to validate.</param>
/// <param name="Payloads">The types that may be payloads.</param>
internal sealed record ValidationModel(EquatableArray<ValidatedTypeModel> Types, EquatableArray<ValidatedPayloadModel> Payloads)
{
    public static ValidationModel None { get; } =
        new(EquatableArray<ValidatedTypeModel>.Empty, EquatableArray<ValidatedPayloadModel>.Empty);

    public ValidatedPayloadModel? Find(TypeRef payload) => Payloads.FirstOrDefault(p => p.Type == payload.Name);
}
