using Microsoft.Extensions.Options;

namespace Endpoints.RabbitMQ;

/// <summary>Says everything that is wrong, and what would be right.</summary>
internal sealed class RabbitMQBackplaneOptionsValidator : IValidateOptions<RabbitMQBackplaneOptions>
{
    public ValidateOptionsResult Validate(string? name, RabbitMQBackplaneOptions options)
    {
        var failures = new List<string>();
        Demand(options.Uri is { IsAbsoluteUri: true, Scheme: "amqp" or "amqps" }, "Uri is amqp://... or amqps://...");
        Demand(options.Exchange is { Length: > 0 and <= 200 }, "Exchange has 1 to 200 characters.");
        Demand(options.Heartbeat >= TimeSpan.FromSeconds(1) && options.Heartbeat <= TimeSpan.FromMinutes(10), "Heartbeat is 1 s to 10 min.");
        Demand(options.MaxQueueLength > 0, "MaxQueueLength is positive.");
        Demand(options.MaxQueueBytes > 0, "MaxQueueBytes is positive.");
        Demand(options.Prefetch > 0, "Prefetch is positive.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Demand(bool holds, string rule)
        {
            if (!holds)
            {
                failures.Add($"RabbitMQBackplaneOptions: {rule}");
            }
        }
    }
}
