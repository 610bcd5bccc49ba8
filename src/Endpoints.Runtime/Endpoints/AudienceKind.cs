namespace Endpoints;

/// <summary>Which sessions of an endpoint. The numbers are a part of what processes send each other.</summary>
internal enum AudienceKind
{
    All = 0,
    Group = 1,
    User = 2,
}
