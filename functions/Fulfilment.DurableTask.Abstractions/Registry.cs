namespace Fulfilment.DurableTask;

/// <summary>Names to code. Names are persisted: renaming one breaks running instances.</summary>
public sealed class TaskRegistry
{
    private readonly Dictionary<string, Func<IServiceProvider, IOrchestrator>> _orchestrators = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ActivityRegistration> _activities = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Func<IServiceProvider, IOrchestrator>> Orchestrators => _orchestrators;

    public IReadOnlyDictionary<string, ActivityRegistration> Activities => _activities;

    public TaskRegistry AddOrchestrator(string name, Func<IServiceProvider, IOrchestrator> factory)
    {
        _orchestrators.Add(name, factory);
        return this;
    }

    /// <param name="local">See <see cref="LocalActivityAttribute"/>.</param>
    public TaskRegistry AddActivity(string name, Func<IServiceProvider, IActivity> factory, bool local = false)
    {
        _activities.Add(name, new ActivityRegistration(factory, local));
        return this;
    }

    /// <summary>Registers a class; it is local when it bears <see cref="LocalActivityAttribute"/>.</summary>
    public TaskRegistry AddActivity<TActivity>(string name, Func<IServiceProvider, TActivity> factory) where TActivity : IActivity =>
        AddActivity(name, services => factory(services), typeof(TActivity).IsDefined(typeof(LocalActivityAttribute), inherit: false));
}

public sealed record ActivityRegistration(Func<IServiceProvider, IActivity> Factory, bool IsLocal);
