using Endpoints.Generator.Model;

namespace Endpoints.Generator.Emission;

/// <summary>Writes the validation of payloads: a walk through the objects that calls the validation attributes.</summary>
internal sealed class ValidationEmitter(EndpointModel endpoint)
{
    private const string Holder = "Validation";

    private ValidationModel Validation { get; } = endpoint.Validation ?? ValidationModel.None;

    /// <summary>An expression that is a payload, with its validation around it where it has any.</summary>
    public string Around(ArgumentModel payload, string expression) =>
        Validation.Find(payload.Type)?.Inner is null ? expression : Holder + "." + CheckName(payload) + "(session, " + expression + ")";

    public void Write(SourceWriter writer)
    {
        var payloads = endpoint.Tables
            .SelectMany(t => t.Handlers)
            .SelectMany(h => h.Arguments)
            .Where(a => a.IsTypedPayload && Validation.Find(a.Type)?.Inner is not null)
            .GroupBy(CheckName, StringComparer.Ordinal)
            .Select(g => g.First())
            .OrderBy(CheckName, StringComparer.Ordinal)
            .ToArray();
        if (payloads.Length == 0)
        {
            return;
        }

        writer.Blank();
        writer.Line("[global::System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage(\"Trimming\", \"IL2026\",");
        writer.Indent();
        writer.Line("Justification = \"Lengths are taken of texts, arrays and collections only.\")]");
        writer.Outdent();
        writer.Open("private static class " + Holder);
        foreach (var payload in payloads)
        {
            WriteCheck(writer, payload);
        }

        foreach (var index in Reached(payloads))
        {
            WriteType(writer, index);
        }

        writer.Close();
        writer.Blank();
    }

    private string CheckName(ArgumentModel payload) =>
        "Check" + Validation.Payloads.ToList().IndexOf(Validation.Find(payload.Type)!) + (payload.IsNullable ? "OrNull" : "");

    private SortedSet<int> Reached(ArgumentModel[] payloads)
    {
        SortedSet<int> reached = [];
        Stack<int> open = new(payloads.Select(p => Validation.Find(p.Type)!.Inner!.Type));
        while (open.Count > 0)
        {
            var index = open.Pop();
            if (reached.Add(index))
            {
                foreach (var next in Validation.Types[index].Members.Select(m => m.Inner?.Type ?? -1).Concat(Validation.Types[index].Derived))
                {
                    if (next >= 0)
                    {
                        open.Push(next);
                    }
                }
            }
        }

        return reached;
    }

    private void WriteCheck(SourceWriter writer, ArgumentModel payload)
    {
        var type = payload.IsNullable ? payload.Type.OrNull : payload.Type.Annotated;
        writer.Open("public static " + type + " " + CheckName(payload) + "(" + Names.Session + " session, " + type + " payload)");
        writer.Line("var validation = new " + Names.PayloadValidation + "(session.Handshake.Services);");
        WriteInner(writer, Validation.Find(payload.Type)!.Inner!, "payload", null);
        writer.Line("validation.ThrowIfFailed(typeof(" + payload.Type.Name + "));");
        writer.Line("return payload;");
        writer.Close();
        writer.Blank();
    }

    private void WriteType(SourceWriter writer, int index)
    {
        var type = Validation.Types[index];
        for (var i = 0; i < type.Members.Count; i++)
        {
            WriteRules(writer, "Rules" + index + "_" + i, type.Members[i].Rules);
        }

        WriteRules(writer, "Rules" + index, type.Rules);
        writer.Open("private static void Walk" + index + "(" + type.Type.Annotated + " value, " + Names.PayloadValidation + " validation)");
        if (type.Derived.Count > 0)
        {
            writer.Open("switch (value)");
            foreach (var derived in type.Derived)
            {
                writer.Line("case " + Validation.Types[derived].Type.Name + " derived" + derived + ":");
                writer.Indent();
                writer.Line("Walk" + derived + "(derived" + derived + ", validation);");
                writer.Line("return;");
                writer.Outdent();
            }

            writer.Close();
            writer.Blank();
        }

        var hasOwnRules = type.Rules.Count > 0 || type.IsValidatable;
        if (hasOwnRules || type.Members.Any(m => m.Rules.Count > 0))
        {
            writer.Line("object instance = value;");
        }

        if (hasOwnRules)
        {
            writer.Line("var errors = validation.Count;");
        }

        for (var i = 0; i < type.Members.Count; i++)
        {
            WriteMember(writer, index, i);
        }

        if (type.Rules.Count > 0)
        {
            writer.Open("if (validation.Count == errors)");
            writer.Line("validation.Type(instance, " + Literals.Text(type.Type.ShortName) + ", Rules" + index + ");");
            writer.Close();
            writer.Blank();
        }

        if (type.IsValidatable)
        {
            writer.Open("if (validation.Count == errors)");
            writer.Line("validation.Itself((global::System.ComponentModel.DataAnnotations.IValidatableObject)instance, "
                + Literals.Text(type.Type.ShortName) + ");");
            writer.Close();
        }

        writer.Close();
        writer.Blank();
    }

    private static void WriteRules(SourceWriter writer, string name, Grammar.EquatableArray<string> rules)
    {
        if (rules.Count > 0)
        {
            writer.Line("private static readonly " + Names.ValidationAttribute + "[] " + name + " = { " + string.Join(", ", rules) + " };");
            writer.Blank();
        }
    }

    private void WriteMember(SourceWriter writer, int type, int index)
    {
        var member = Validation.Types[type].Members[index];
        var value = "value." + member.Name;
        var name = Literals.Text(member.Name.TrimStart('@'));
        if (member.Rules.Count > 0)
        {
            writer.Line("validation.Member(instance, " + name + ", " + Literals.Text(member.DisplayName) + ", " + value + ", Rules" + type + "_" + index + ");");
        }

        if (member.Inner is { } inner)
        {
            WriteInner(writer, inner, value, name, index);
        }
    }

    // Null is for [Required] to speak of. A message is entered without a name: its members' paths begin with themselves.
    private static void WriteInner(SourceWriter writer, InnerValidationModel inner, string value, string? name, int number = 0)
    {
        var (some, item, present, at) = ("some" + number, "item" + number, "present" + number, "index" + number);
        writer.Open("if (" + value + (inner.MayBeUnset ? " is { IsDefault: false } " : " is { } ") + some + ")");
        switch (inner.Step)
        {
            case ValidationStep.Value when name is null:
                Walk(some);
                break;
            case ValidationStep.Value:
                writer.Line("validation.Enter(" + name + ");");
                Walk(some);
                writer.Line("validation.Leave();");
                break;
            case ValidationStep.Elements:
                writer.Line("var " + at + " = 0;");
                writer.Open("foreach (var " + item + " in " + some + ")");
                WriteElement(item, at);
                writer.Line(at + "++;");
                writer.Close();
                break;
            default:
                writer.Open("foreach (var " + item + " in " + some + ")");
                WriteElement(item + ".Value", "global::System.Convert.ToString(" + item + ".Key, global::System.Globalization.CultureInfo.InvariantCulture)");
                writer.Close();
                break;
        }

        writer.Close();
        writer.Blank();

        void WriteElement(string element, string key)
        {
            writer.Open("if (" + element + " is { } " + present + ")");
            writer.Line("validation.Enter(" + (name ?? "\"\"") + ", " + key + ");");
            Walk(present);
            writer.Line("validation.Leave();");
            writer.Close();
            writer.Blank();
        }

        void Walk(string argument) => writer.Line("Walk" + inner.Type + "(" + argument + ", validation);");
    }
}
