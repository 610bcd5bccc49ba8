using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Endpoints.Generator.Analyzers;

/// <summary>What authentication schemes a project registers, as far as it tells whether cookies sign its users in. Thread-safe.</summary>
internal sealed class CookieSchemes
{
    private readonly object _gate = new();
    private readonly HashSet<string> _cookieSchemes = new(StringComparer.Ordinal)
    {
        "Cookies", "Identity.Application", "Identity.External", "Identity.TwoFactorRememberMe", "Identity.TwoFactorUserId",
    };

    private readonly HashSet<string> _defaults = new(StringComparer.Ordinal);
    private bool _registersCookies;
    private bool _hasUnknownDefault;

    /// <summary>Whether cookies are registered and nothing else is, or may be, the scheme that applies where none is named.</summary>
    public bool AreDefault
    {
        get
        {
            lock (_gate)
            {
                return _registersCookies && !_hasUnknownDefault && _defaults.All(_cookieSchemes.Contains);
            }
        }
    }

    public bool IsCookie(string scheme)
    {
        lock (_gate)
        {
            return _cookieSchemes.Contains(scheme);
        }
    }

    /// <summary>Looks at a call: one that registers cookies, or <c>AddAuthentication(scheme)</c>.</summary>
    public void Add(IInvocationOperation call)
    {
        var declaringType = call.TargetMethod.ContainingType?.Name;
        switch (call.TargetMethod.Name)
        {
            case "AddCookie" when declaringType == "CookieExtensions":
                AddCookie(call);
                break;
            case "AddIdentity" when declaringType == "IdentityServiceCollectionExtensions":
            case "AddIdentityCookies" when declaringType == "IdentityCookieAuthenticationBuilderExtensions":
                lock (_gate)
                {
                    _registersCookies = true;
                }

                break;
            case "AddAuthentication" when declaringType == "AuthenticationServiceCollectionExtensions":
                if (SchemeArgument(call, "defaultScheme") is { } scheme)
                {
                    AddDefault(scheme);
                }

                break;
        }
    }

    /// <summary>Looks at an assignment to a default scheme of <c>AuthenticationOptions</c>.</summary>
    public void Add(ISimpleAssignmentOperation assignment)
    {
        if (assignment.Target is IPropertyReferenceOperation
            {
                Property: { Name: "DefaultScheme" or "DefaultAuthenticateScheme", ContainingType.Name: "AuthenticationOptions" },
            })
        {
            AddDefault(assignment.Value);
        }
    }

    private void AddCookie(IInvocationOperation call)
    {
        lock (_gate)
        {
            _registersCookies = true;
            if (SchemeArgument(call, "authenticationScheme")?.ConstantValue is { HasValue: true, Value: string scheme })
            {
                _cookieSchemes.Add(scheme);
            }
        }
    }

    private void AddDefault(IOperation value)
    {
        lock (_gate)
        {
            if (value.ConstantValue is { HasValue: true, Value: string scheme })
            {
                _defaults.Add(scheme);
            }
            else if (IdentityConstant(value) is { } identityScheme)
            {
                _defaults.Add(identityScheme);
            }
            else
            {
                _hasUnknownDefault = true;
            }
        }
    }

    // IdentityConstants are static fields, not constants; their values are their names.
    private static string? IdentityConstant(IOperation value) =>
        value is IFieldReferenceOperation { Field: { ContainingType.Name: "IdentityConstants" } field }
            ? field.Name switch
            {
                "ApplicationScheme" => "Identity.Application",
                "ExternalScheme" => "Identity.External",
                _ => null,
            }
            : null;

    private static IOperation? SchemeArgument(IInvocationOperation call, string parameter) =>
        call.Arguments.FirstOrDefault(a => a.Parameter?.Name == parameter && a.ArgumentKind == ArgumentKind.Explicit)?.Value;
}
