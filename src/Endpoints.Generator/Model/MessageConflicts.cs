using System.Text;
using Endpoints.Grammar;

namespace Endpoints.Generator.Model;

/// <summary>Finds message handlers that cannot be told apart: two of one kind (WSE0004) and typed ones by their discriminators (WSE0042).</summary>
internal static class MessageConflicts
{
    /// <summary>Looks at handlers that are bound to one sub-protocol, or to none.</summary>
    /// <param name="handlers">All handlers.</param>
    /// <param name="bound">The indexes of those to look at.</param>
    /// <param name="protocol">What they are bound to; -1 for none.</param>
    /// <param name="problems">Takes the problems.</param>
    public static void Add(IReadOnlyList<HandlerModel> handlers, int[] bound, int protocol, List<PayloadProblem> problems)
    {
        var contracts = bound.Where(i => handlers[i].Contract is not null).ToArray();
        var plain = bound.Where(i => handlers[i].TakesOnlyText && handlers[i].TypedPayload is { Kind: ArgumentKind.PayloadJson }).ToArray();
        AddContracts(handlers, contracts, problems);
        AddPlain(handlers, contracts, plain, problems);

        // Typed handlers without a discriminator are one kind of problem among themselves, and another with [OnText].
        var texts = bound.Where(i => handlers[i].TakesOnlyText && !plain.Skip(1).Contains(i)).ToArray();
        var binaries = bound.Where(i => handlers[i].TakesOnlyBinary).ToArray();
        var both = bound.Where(i => handlers[i].TakesBoth).ToArray();
        AddPairs(texts, "text messages");
        AddPairs(binaries, "binary messages");
        AddPairs(both, "messages");

        // A raw [OnMessage] takes what the others leave: with both kinds taken, nothing.
        if (both.Length == 1 && texts.Length > 0 && binaries.Length > 0)
        {
            AddDuplicate(texts[0], both[0], "messages");
        }

        // What is told apart by its content has to be there as a whole.
        foreach (var body in bound.Where(i => handlers[i].ReadsBody && !handlers[i].TakesOnlyBinary && contracts.Length > 0))
        {
            AddDuplicate(contracts[0], body, "text messages");
        }

        void AddPairs(int[] same, string what)
        {
            foreach (var later in same.Skip(1))
            {
                AddDuplicate(same[0], later, what);
            }
        }

        void AddDuplicate(int earlier, int later, string what) =>
            problems.Add(new PayloadProblem(PayloadProblemKind.DuplicateHandler, later, -1, null)
            {
                Other = earlier,
                Protocol = protocol,
                Detail = what,
            });
    }

    /// <summary>Contracts are told apart by one property.</summary>
    /// <param name="handlers">All handlers.</param>
    /// <param name="text">What runs for text messages.</param>
    /// <param name="problems">Takes the problems.</param>
    public static void AddProperties(IReadOnlyList<HandlerModel> handlers, EventModel text, List<PayloadProblem> problems)
    {
        foreach (var @case in text.Cases)
        {
            var property = handlers[@case.Handler].Contract!.Property;
            if (property != text.Property)
            {
                var first = handlers[text.Cases[0].Handler].TypedPayload!.Type.ShortName;
                AddDiscriminator(
                    handlers, @case.Handler, problems, $"it is told apart by \"{property}\" and '{first}' by \"{text.Property}\"; use one property for all of them");
            }
        }
    }

    private static void AddContracts(IReadOnlyList<HandlerModel> handlers, int[] contracts, List<PayloadProblem> problems)
    {
        foreach (var index in contracts)
        {
            var contract = handlers[index].Contract!;
            if (contract.Discriminator is not { } discriminator)
            {
                AddDiscriminator(handlers, index, problems, contract.Fault!);
                continue;
            }

            var earlier = contracts.TakeWhile(i => i != index).Where(i => handlers[i].Contract!.Discriminator == discriminator).DefaultIfEmpty(-1).First();
            if (earlier < 0)
            {
                continue;
            }

            var type = handlers[earlier].TypedPayload!.Type;
            AddDiscriminator(
                handlers,
                index,
                problems,
                type.Name == handlers[index].TypedPayload!.Type.Name
                    ? $"'{handlers[earlier].MethodName}' takes it already; remove one of them, or set Protocol on both"
                    : $"{discriminator} is the discriminator of '{type.ShortName}', too; change one of them");
        }
    }

    // One typed handler alone takes every message; with others it needs a discriminator as they do.
    private static void AddPlain(IReadOnlyList<HandlerModel> handlers, int[] contracts, int[] plain, List<PayloadProblem> problems)
    {
        foreach (var index in plain)
        {
            var payload = handlers[index].TypedPayload!;
            var isRest = payload.Message is { IsPolymorphic: true } && plain.Count(p => handlers[p].TypedPayload!.Message is { IsPolymorphic: true }) == 1;
            if (plain.Length + contracts.Length > 1 && !isRest)
            {
                AddDiscriminator(
                    handlers,
                    index,
                    problems,
                    payload.Message is { IsPolymorphic: true }
                        ? "another handler takes all contracts of a base, too; keep one of them"
                        : $"it has no discriminator; add [Message(\"{CamelCase(payload.Type.ShortName)}\")] to it");
            }
        }
    }

    private static void AddDiscriminator(IReadOnlyList<HandlerModel> handlers, int index, List<PayloadProblem> problems, string detail)
    {
        var argument = handlers[index].Arguments.ToList().FindIndex(a => a.IsPayload);
        problems.Add(new PayloadProblem(PayloadProblemKind.Discriminator, index, argument, handlers[index].TypedPayload!.Type) { Detail = detail });
    }

    private static string CamelCase(string name)
    {
        var letters = new StringBuilder(name.Length);
        foreach (var c in name.Where(char.IsLetterOrDigit))
        {
            letters.Append(letters.Length == 0 ? char.ToLowerInvariant(c) : c);
        }

        return letters.ToString();
    }
}
