Observability.Application.Create(args).Run();
