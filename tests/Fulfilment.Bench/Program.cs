using Fulfilment.Bench;
using Fulfilment.Bench.Measuring;

// Before the first connection, in the children too.
SyncCounter.Install();
return await BenchTool.RunAsync(args);
