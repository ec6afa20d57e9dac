using Fulfilment.Bench;

return await BenchTool.RunAsync(args);
