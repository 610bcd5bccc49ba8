namespace Endpoints;

/// <summary>Which sessions of an endpoint.</summary>
internal enum AudienceKind
{
    All,
    Group,
    User,
}
