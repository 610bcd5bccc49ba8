namespace Endpoints.Generator.Model;

/// <summary>Where a value of the request comes from.</summary>
internal enum ValueSource
{
    Route,
    Query,
    Header,
}

/// <summary>How a value's text becomes the value.</summary>
internal enum ValueConversion
{
    Text,
    Parsable,
    Enumeration,
}

/// <summary>A value of the request that is bound once a session.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Type">Its type, without <c>?</c>.</param>
/// <param name="Conversion">How its text becomes the value.</param>
/// <param name="IsNullable">Whether it may be missing and is null then.</param>
/// <param name="IsValueType">Whether null needs <c>Nullable</c>.</param>
/// <param name="TemplateDefault">The template's default text; null for none.</param>
/// <param name="ParameterDefault">The C# parameter's default value, as an expression; null for none.</param>
internal sealed record BoundValueModel(
    ValueSource Source,
    string Name,
    TypeRef Type,
    ValueConversion Conversion,
    bool IsNullable,
    bool IsValueType,
    string? TemplateDefault,
    string? ParameterDefault)
{
    public string FieldType => IsNullable ? Type.Annotated + "?" : Type.Annotated;
}
