using Endpoints.Transport.Linux.Tests.Stress;

if (StressCommand.TryParse(args, out var command, out var problem))
{
    return await command.ExecuteAsync(Console.Out);
}

Console.Error.WriteLine(problem);
Console.Error.WriteLine(StressCommand.Usage);
return 2;
