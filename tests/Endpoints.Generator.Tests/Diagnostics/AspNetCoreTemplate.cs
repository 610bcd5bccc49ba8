using System.Globalization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>ASP.NET Core's own matching of one template, as the judge of ours.</summary>
internal sealed class AspNetCoreTemplate
{
    private static readonly DefaultInlineConstraintResolver Constraints =
        new(Microsoft.Extensions.Options.Options.Create(new RouteOptions()), new ServiceCollection().BuildServiceProvider());

    private readonly TemplateMatcher _matcher;
    private readonly (string Name, IRouteConstraint Constraint)[] _constraints;

    public AspNetCoreTemplate(string text)
    {
        var template = TemplateParser.Parse(text.TrimStart('/'));
        var withDefault = template.Parameters.Where(p => p.DefaultValue is not null);
        var defaults = new RouteValueDictionary(withDefault.ToDictionary(p => p.Name!, p => p.DefaultValue));
        _matcher = new TemplateMatcher(template, defaults);
        _constraints =
        [
            .. template.Parameters.SelectMany(
                p => p.InlineConstraints.Select(c => (p.Name!, Optional(p, Constraints.ResolveConstraint(c.Constraint)!)))),
        ];
        Precedence = RoutePrecedence.ComputeInbound(template);
    }

    public decimal Precedence { get; }

    public bool Matches(string path)
    {
        var values = new RouteValueDictionary();
        return _matcher.TryMatch(path, values)
            && Array.TrueForAll(_constraints, c => c.Constraint.Match(null, null, c.Name, values, RouteDirection.IncomingRequest));
    }

    public override string ToString() => Precedence.ToString(CultureInfo.InvariantCulture);

    private static IRouteConstraint Optional(TemplatePart parameter, IRouteConstraint constraint) =>
        parameter.IsOptional ? new OptionalRouteConstraint(constraint) : constraint;
}
