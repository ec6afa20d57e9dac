using System.Text.Json.Nodes;
using Fulfilment.Domain.Orders;
using Fulfilment.Domain.Release;
using Fulfilment.Web.Tests.World;

namespace Fulfilment.Web.Tests.Api;

public sealed class PolicyApiTests
{
    private const string Path = "/api/policy";

    [Fact]
    public async Task Get_Always_CarriesTheVersionAsETag()
    {
        await using var site = await Site.StartAsync();

        var answer = await site.SendAsync(HttpMethod.Get, Path, await site.TokenAsync("admin"));

        Assert.Equal("\"3\"", answer.Headers["ETag"]);
        Assert.Equal(600, answer.Json.GetProperty("categories").GetProperty("engraved").GetProperty("graceMinutes").GetInt32());
    }

    [Fact]
    public async Task Put_WithTheETag_SavesTheNextVersionAndTellsOpenOrders()
    {
        await using var site = await Site.StartAsync();
        var token = await site.TokenAsync("admin");

        var answer = await site.SendAsync(HttpMethod.Put, Path, token, Samples.Policy() with { NoticeMinutes = 15 }, ("If-Match", "\"3\""));

        Assert.Equal((200, "\"4\"", "1"), (answer.Status, answer.Headers["ETag"], answer.Headers["Fulfilment-Open-Orders"]));
        var command = Assert.IsType<OrderCommand.PolicyChanged>(Assert.Single(site.Orders.Sent).Command);
        Assert.Equal((4, 15, "~policy-4", ActorKind.System), (command.Policy.Version, command.Policy.NoticeMinutes, command.CommandId, command.Actor.Kind));
    }

    [Fact]
    public async Task Put_OpenOrdersKept_TellsNobodyUntilApplied()
    {
        await using var site = await Site.StartAsync();
        var token = await site.TokenAsync("admin");
        await site.SendAsync(HttpMethod.Put, Path + "?openOrders=keep", token, Samples.Policy(), ("If-Match", "\"3\""));
        var before = site.Orders.Sent.Count;

        var applied = await site.SendAsync(HttpMethod.Post, Path + "/apply", token);
        var again = await site.SendAsync(HttpMethod.Post, Path + "/apply", token);

        Assert.Equal((0, 1, 0), (before, applied.Json.GetProperty("openOrders").GetInt32(), again.Json.GetProperty("openOrders").GetInt32()));
    }

    [Fact]
    public async Task Put_WithoutOrWithAnOldETag_ChangesNothing()
    {
        await using var site = await Site.StartAsync();
        var token = await site.TokenAsync("admin");

        var missing = await site.SendAsync(HttpMethod.Put, Path, token, Samples.Policy());
        var old = await site.SendAsync(HttpMethod.Put, Path, token, Samples.Policy(), ("If-Match", "\"2\""));
        var wrong = await site.SendAsync(HttpMethod.Put, Path, token, Samples.Policy(), ("If-Match", "\"x\""));

        Assert.Equal(("precondition-required", "version-mismatch", "invalid-parameter"), (missing.Problem, old.Problem, wrong.Problem));
        Assert.Equal((428, 412, 400), (missing.Status, old.Status, wrong.Status));
        Assert.Equal(3, (await site.Policies.GetAsync(Samples.Store)).Version);
    }

    [Fact]
    public async Task Put_Preview_SaysWhichOrdersWouldMoveAndSavesNothing()
    {
        await using var site = await Site.StartAsync();
        var categories = new Dictionary<string, CategoryRule>(Samples.Policy().Categories) { ["engraved"] = new(1200) };

        var answer = await site.SendAsync(HttpMethod.Put, Path + "?preview=true", await site.TokenAsync("admin"), Samples.Policy() with { Categories = categories });

        var move = Assert.Single(answer.Json.GetProperty("moves").EnumerateArray());
        Assert.Equal(Samples.OrderId, move.GetProperty("order").GetString());
        Assert.Contains("editableLonger", move.GetProperty("how").EnumerateArray().Select(h => h.GetString()));
        Assert.DoesNotContain(site.Ledger.Writes, w => w.StartsWith("policy", StringComparison.Ordinal) || w.StartsWith("command", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PutCategory_NewName_AddsItInLowerCase()
    {
        await using var site = await Site.StartAsync();

        var answer = await site.SendAsync(HttpMethod.Put, Path + "/categories/Furniture", await site.TokenAsync("admin"), """{"graceMinutes":2880,"contact":{"required":true}}""", ("If-Match", "\"3\""));

        Assert.Equal(200, answer.Status);
        Assert.Equal(2880, (await site.Policies.GetAsync(Samples.Store)).Categories["furniture"].GraceMinutes);
        Assert.Equal(600, (await site.Policies.GetAsync(Samples.Store)).Categories["engraved"].GraceMinutes);
    }

    [Theory]
    [InlineData("graceMinutess", "1", "$.graceMinutess", 400)]
    [InlineData("graceMinutes", "\"long\"", "$.graceMinutes", 400)]
    [InlineData("editableChanges", "[\"ChangeEverything\"]", "$.editableChanges[0]", 400)]
    [InlineData("graceMinutes", "-1", "$.categories.book.graceMinutes", 422)]
    public async Task PutCategory_WhatMakesNoSense_IsRefusedWithItsPath(string field, string value, string path, int status)
    {
        await using var site = await Site.StartAsync();
        var rule = new JsonObject { [field] = JsonNode.Parse(value) };

        var answer = await site.SendAsync(HttpMethod.Put, Path + "/categories/book", await site.TokenAsync("admin"), rule.ToJsonString(), ("If-Match", "\"3\""));

        Assert.Equal((status, path), (answer.Status, answer.Path));
    }

    [Fact]
    public async Task Any_SeveralStores_WantsToKnowWhich()
    {
        await using var site = await Site.StartAsync();
        site.Stores.Have(Samples.Settings(Samples.OtherStore));

        var unclear = await site.SendAsync(HttpMethod.Get, Path, await site.TokenAsync("admin"));
        var named = await site.SendAsync(HttpMethod.Get, Path + "?store=demo", await site.TokenAsync("admin"));
        var scoped = await site.SendAsync(HttpMethod.Get, Path, await site.TokenAsync("admin", Samples.Store));
        var foreign = await site.SendAsync(HttpMethod.Get, Path + "?store=annexe", await site.TokenAsync("admin", Samples.Store));

        Assert.Equal((400, "store"), (unclear.Status, unclear.Path));
        Assert.Equal((200, 200, 404), (named.Status, scoped.Status, foreign.Status));
    }
}
