using Fulfilment.Host.Cli;

return await CommandLineTool.RunAsync(args);
