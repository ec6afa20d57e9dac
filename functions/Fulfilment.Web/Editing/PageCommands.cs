using Fulfilment.Web.Http;

namespace Fulfilment.Web.Editing;

internal static class PageCommands
{
    /// <summary>The id a form was made with: the same for every click on it.</summary>
    public static string Id(IFormCollection form) => Parameters.CheckKey(form.Needed("commandId"), "commandId");

    public static TEnum Choice<TEnum>(this IFormCollection form, string name) where TEnum : struct, Enum =>
        Enum.TryParse<TEnum>(form.Needed(name), out var value) && Enum.IsDefined(value) ? value : throw Parameters.Wrong(name, $"'{form.Text(name)}' is no choice here.");
}
