using System.Text.Json.Serialization;

namespace Endpoints.Integration.Tests.Behavior;

[Message("deposit")]
public sealed record Deposit(int Amount);

[Message("balance")]
public sealed record AskBalance;

[Message("balance is")]
public sealed record Balance(int Amount);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Deposit))]
[JsonSerializable(typeof(AskBalance))]
[JsonSerializable(typeof(Balance))]
internal sealed partial class AccountJson : JsonSerializerContext;

/// <summary>A conversation of contracts; the old sub-protocol counts in cents.</summary>
[WebSocketEndpoint("/account", Protocols = ["account.v2", "account.v1"], JsonContext = typeof(AccountJson))]
public sealed class ContractEndpoint
{
    private int _cents;

    [OnMessage]
    public void Deposited(Deposit deposit) => _cents += deposit.Amount * 100;

    [OnMessage(Protocol = "account.v1")]
    public void DepositedCents(Deposit deposit) => _cents += deposit.Amount;

    [OnMessage]
    public Balance Asked(AskBalance ask) => new(_cents);
}
