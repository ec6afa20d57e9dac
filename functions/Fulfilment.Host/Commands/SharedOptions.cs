using System.CommandLine;

namespace Fulfilment.Host.Commands;

/// <summary>Options that several commands have, so that they read and behave alike.</summary>
internal static class SharedOptions
{
    public static Option<string> Data() => new("--data")
    {
        Description = "Folder with fulfil.json, the database and the mailbox",
        HelpName = "DIR",
        DefaultValueFactory = _ => "data",
    };

    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object as the last line of standard output" };

    /// <summary>A whole number within bounds; anything else is a bad argument.</summary>
    public static Option<int> Whole(string name, string description, int fallback, int min, int max)
    {
        var option = new Option<int>(name) { Description = $"{description} ({min} to {max})", HelpName = "N", DefaultValueFactory = _ => fallback };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var value) && (value < min || value > max))
                result.AddError($"{name} must be {min} to {max}, not {value}");
        });
        return option;
    }
}
