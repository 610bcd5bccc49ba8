namespace Endpoints.Grammar;

/// <summary>What may be wrong with a route template.</summary>
internal enum RouteProblemKind
{
    /// <summary>There is no template.</summary>
    Missing,

    /// <summary>It does not begin with a slash.</summary>
    NotRooted,

    /// <summary>It has a <c>?</c> or <c>#</c> outside a parameter.</summary>
    QueryOrFragment,

    /// <summary>A <c>%</c> without two hexadecimal digits.</summary>
    PercentEncoding,

    /// <summary>A <c>.</c> or <c>..</c> segment, which clients resolve before they send the request.</summary>
    DotSegment,

    /// <summary>Two slashes in a row.</summary>
    EmptySegment,

    /// <summary>A brace without its partner.</summary>
    UnbalancedBrace,

    /// <summary>A parameter without a name, or with a character that a name may not have.</summary>
    ParameterName,

    /// <summary>A name used twice.</summary>
    DuplicateParameter,

    /// <summary>Text or another parameter glued to a parameter.</summary>
    ComplexSegment,

    /// <summary>Something follows a catch-all parameter.</summary>
    CatchAllNotLast,

    /// <summary>A parameter that is optional and has a default value, or is optional and a catch-all.</summary>
    OptionalConflict,

    /// <summary>More parameters than a match can hold.</summary>
    TooManyParameters,

    /// <summary>A constraint that does not exist here.</summary>
    UnknownConstraint,

    /// <summary>A constraint with arguments that it does not take.</summary>
    ConstraintArguments,

    /// <summary>Constraints that no value can meet.</summary>
    ContradictoryConstraints,
}

/// <summary>Something that is wrong with a route template.</summary>
/// <param name="Kind">What.</param>
/// <param name="Offset">Where it begins in the template.</param>
/// <param name="Length">How long it is; 0 only for an empty template.</param>
/// <param name="Message">A sentence without its full stop, for the diagnostic.</param>
internal sealed record RouteProblem(RouteProblemKind Kind, int Offset, int Length, string Message);
