using System.Globalization;
using Fulfilment.DurableTask.CrashHost;

// usage: CrashHost DIR workload ORDERS [before|after COMMIT]
//        CrashHost DIR failsync ORDERS engine|other NTH
//        CrashHost DIR poison turn|activity|local
//        CrashHost DIR powercut ORDERS SEED honest|lies
//        CrashHost DIR calls ORDERS once|forgood FIRST STRIDE
switch (args)
{
    case [var directory, "workload", var orders]:
        await WorkloadMode.RunAsync(directory, int.Parse(orders, CultureInfo.InvariantCulture), "", 0);
        return 0;
    case [var directory, "workload", var orders, var point, var commit]:
        await WorkloadMode.RunAsync(directory, int.Parse(orders, CultureInfo.InvariantCulture), point, long.Parse(commit, CultureInfo.InvariantCulture));
        return 0;
    case [var directory, "failsync", var orders, var thread, var nth]:
        await WorkloadMode.RunWithFailingSyncAsync(directory, int.Parse(orders, CultureInfo.InvariantCulture), thread, int.Parse(nth, CultureInfo.InvariantCulture));
        return 0;
    case [var directory, "poison", var what]:
        await PoisonMode.RunAsync(directory, what);
        return 0;
    case [var directory, "powercut", var orders, var seed, var disk]:
        return await new PowerCutMode(directory, int.Parse(orders, CultureInfo.InvariantCulture), int.Parse(seed, CultureInfo.InvariantCulture), lies: disk == "lies").RunAsync();
    case [var directory, "calls", var orders, var how, var first, var stride]:
        return await new StorageCallMode(directory, int.Parse(orders, CultureInfo.InvariantCulture), forGood: how == "forgood")
            .RunAsync(long.Parse(first, CultureInfo.InvariantCulture), long.Parse(stride, CultureInfo.InvariantCulture));
    default:
        await Console.Error.WriteLineAsync("Unknown arguments.");
        return 2;
}
