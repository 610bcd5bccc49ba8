using System.Globalization;
using Endpoints.Grammar;

namespace Endpoints.Generator.Emission;

/// <summary>Writes the methods that match a path: one for each node of the tree. Nothing in them allocates.</summary>
internal sealed class MatcherEmitter(SourceWriter writer)
{
    private const string Parameters = Names.ByteSpan + " path, in " + Names.PathSegments + " segments, ref " + Names.RouteMatch + " match";
    private int _count;

    /// <summary>Writes the methods of a tree and gives the name of the one to call.</summary>
    public string Write(RouteTree root) => Write(root, [], Next());

    private string Next() => "Match" + (_count++).ToString(CultureInfo.InvariantCulture);

    /// <param name="node">The node.</param>
    /// <param name="settled">Segments whose constraints the callers have checked.</param>
    /// <param name="name">The method's name.</param>
    private string Write(RouteTree node, int[] settled, string name)
    {
        List<(RouteTree Node, int[] Settled, string Name)> children = [];
        writer.Line("// " + Literals.Text(node.Path).Trim('"'));
        writer.Open("private static bool " + name + "(" + Parameters + ")");
        if (node.Ends.Any())
        {
            writer.Open("if (segments.Count == " + node.Depth + ")");
            if (!WriteCandidates(node, node.Ends, settled, hasRest: false))
            {
                writer.Line("return false;");
            }

            writer.Close();
            writer.Blank();
        }

        if (node.Literals.Count > 0 || node.Constrained is not null || node.Parameter is not null)
        {
            // A catch-all takes an empty segment too; nothing else does.
            writer.Open("if (segments.Count > " + node.Depth + " && !segments[" + node.Depth + "].IsEmpty)");
            if (node.Literals.Count > 0 || node.Constrained?.SharedConstraints() is not null)
            {
                writer.Line("var segment = segments[" + node.Depth + "];");
            }

            WriteLiterals(node, settled, children);
            WriteConstrained(node, settled, children);
            if (node.Parameter is { } parameter)
            {
                WriteDescent("", Child(parameter, settled, children));
            }

            writer.Close();
            writer.Blank();
        }

        if (node.CatchAlls.Any())
        {
            writer.Open("if (segments.Count > " + node.Depth + ")");
            WriteCandidates(node, node.CatchAlls, settled, hasRest: true);
            writer.Close();
            writer.Blank();
        }

        writer.Line("return false;");

        writer.Close();
        writer.Blank();
        foreach (var child in children)
        {
            Write(child.Node, child.Settled, child.Name);
        }

        return name;
    }

    private string Child(RouteTree node, int[] settled, List<(RouteTree Node, int[] Settled, string Name)> children)
    {
        var name = Next();
        children.Add((node, settled, name));
        return name + "(path, in segments, ref match)";
    }

    private void WriteDescent(string condition, string call)
    {
        writer.Open("if (" + condition + (condition.Length > 0 ? " && " : "") + call + ")");
        writer.Line("return true;");
        writer.Close();
        writer.Blank();
    }

    // The length of an ASCII literal is that of all its spellings; that of others need not be.
    private void WriteLiterals(RouteTree node, int[] settled, List<(RouteTree Node, int[] Settled, string Name)> children)
    {
        var ascii = node.Literals.Where(l => l.Key.All(c => c < 128)).GroupBy(l => l.Key.Length).OrderBy(g => g.Key).ToArray();
        if (ascii.Length > 0)
        {
            writer.Open("switch (segment.Length)");
            foreach (var group in ascii)
            {
                writer.Line("case " + group.Key + ":");
                writer.Indent();
                foreach (var literal in group.OrderBy(l => l.Key, StringComparer.Ordinal))
                {
                    WriteDescent(Comparison(literal.Key), Child(literal.Value, settled, children));
                }

                writer.Line("break;");
                writer.Outdent();
            }

            writer.Close();
            writer.Blank();
        }

        foreach (var literal in node.Literals.Where(l => l.Key.Any(c => c >= 128)).OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            WriteDescent(Comparison(literal.Key), Child(literal.Value, settled, children));
        }
    }

    private static string Comparison(string literal) => Names.RouteText + ".EqualsIgnoreCase(segment, " + Literals.Utf8(literal) + ")";

    private void WriteConstrained(RouteTree node, int[] settled, List<(RouteTree Node, int[] Settled, string Name)> children)
    {
        if (node.Constrained is not { } constrained)
        {
            return;
        }

        if (constrained.SharedConstraints() is { } shared)
        {
            WriteDescent(Conditions(shared, "segment"), Child(constrained, [.. settled, node.Depth], children));
        }
        else
        {
            WriteDescent("", Child(constrained, settled, children));
        }
    }

    // Returns whether one of them matches in any case.
    private bool WriteCandidates(RouteTree node, IEnumerable<RouteTreeEndpoint> candidates, int[] settled, bool hasRest)
    {
        foreach (var candidate in candidates)
        {
            List<string> conditions = candidate.IsConditional ? ["match.MayBe(" + candidate.Index + ")"] : [];
            for (var i = 0; i < node.Depth; i++)
            {
                if (candidate.Route.Segments[i].IsParameter && candidate.ParameterAt(i).Constraints.Count > 0 && !settled.Contains(i))
                {
                    conditions.Add(Conditions(candidate.ParameterAt(i).Constraints, "segments[" + i + "]"));
                }
            }

            if (hasRest && candidate.ParameterAt(node.Depth).Constraints.Count > 0)
            {
                var rest = "path.Slice(segments.RestStart(" + node.Depth + "))";
                conditions.Add(Conditions(candidate.ParameterAt(node.Depth).Constraints, rest));
            }

            if (conditions.Count > 0)
            {
                writer.Open("if (" + string.Join(" && ", conditions) + ")");
            }

            WriteMatch(node, candidate, hasRest);
            if (conditions.Count == 0)
            {
                return true;
            }

            writer.Close();
            writer.Blank();
        }

        return false;
    }

    private void WriteMatch(RouteTree node, RouteTreeEndpoint candidate, bool hasRest)
    {
        writer.Line("match.EndpointIndex = " + candidate.Index + "; // " + Literals.Text(candidate.Route.Text));
        for (var i = 0; i < node.Depth; i++)
        {
            if (candidate.Route.Segments[i] is { IsParameter: true } segment)
            {
                writer.Line("match.Capture(" + segment.ParameterIndex + ", segments.Start(" + i + "), segments[" + i + "].Length);");
            }
        }

        if (hasRest)
        {
            var rest = "segments.RestStart(" + node.Depth + ")";
            var parameter = candidate.Route.Segments[node.Depth].ParameterIndex;
            writer.Line("match.Capture(" + parameter + ", " + rest + ", path.Length - " + rest + ");");
        }

        writer.Line("return true;");
    }

    private static string Conditions(EquatableArray<RouteConstraint> constraints, string value) =>
        string.Join(" && ", constraints.Select(c => Names.RouteConstraints + "." + Condition(c, value)));

    /// <summary>The call that tests a constraint, without the type before it.</summary>
    public static string Condition(RouteConstraint constraint, string value)
    {
        var minimum = Literals.Number(constraint.Minimum);
        var maximum = Literals.Number(constraint.Maximum);
        return constraint.Kind switch
        {
            RouteConstraintKind.MinLength => "HasMinLength(" + value + ", " + minimum + ")",
            RouteConstraintKind.MaxLength => "HasMaxLength(" + value + ", " + maximum + ")",
            RouteConstraintKind.Length when minimum == maximum => "HasLength(" + value + ", " + minimum + ")",
            RouteConstraintKind.Length => "HasLength(" + value + ", " + minimum + ", " + maximum + ")",
            RouteConstraintKind.Min => "IsMin(" + value + ", " + minimum + ")",
            RouteConstraintKind.Max => "IsMax(" + value + ", " + maximum + ")",
            RouteConstraintKind.Range => "IsInRange(" + value + ", " + minimum + ", " + maximum + ")",
            var kind => "Is" + kind + "(" + value + ")",
        };
    }
}
