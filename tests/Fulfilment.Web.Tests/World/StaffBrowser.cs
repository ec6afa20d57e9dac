namespace Fulfilment.Web.Tests.World;

/// <summary>A signed-in staff member: keeps the cookie, follows nothing by itself.</summary>
public sealed class StaffBrowser(Site site, string cookie)
{
    public string Cookie => cookie;

    public static async Task<StaffBrowser> SignInAsync(Site site, string role, string? store = null) => await SignInWithAsync(site, await site.TokenAsync(role, store));

    public static async Task<StaffBrowser> SignInWithAsync(Site site, string token)
    {
        var page = await site.SendAsync(HttpMethod.Get, "/staff/sign-in");
        var preliminary = CookieOf(page);
        var answer = await site.PostFormAsync("/staff/sign-in", Forms.Hidden(page.Text, "name=\"token\"").With(("token", token)), preliminary);
        if (answer.Status != 303) throw new InvalidOperationException($"Sign-in answered {answer.Status}: {answer.Text}");
        return new(site, CookieOf(answer));
    }

    public Task<Reply> GetAsync(string path) => site.SendAsync(HttpMethod.Get, path, null, null, ("Cookie", cookie));

    public Task<Reply> PostAsync(string path, IReadOnlyDictionary<string, string> fields) => site.PostFormAsync(path, fields, cookie);

    public static string CookieOf(Reply reply) => reply.Headers["Set-Cookie"].Split(';')[0];
}
