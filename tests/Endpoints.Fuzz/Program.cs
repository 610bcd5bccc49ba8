using Endpoints.Fuzz;

if (FuzzCommand.TryParse(args, out var command, out var problem))
{
    return await command.ExecuteAsync(Console.Out);
}

Console.Error.WriteLine(problem);
Console.Error.WriteLine(FuzzCommand.Usage);
return 2;
