using System.Text.RegularExpressions;

namespace Fulfilment.FunctionApp.Tests.Infra;

/// <summary>What the documentation promises of the infrastructure, in the compiled template.</summary>
public sealed class TemplateTests
{
    private static readonly string[] Services = ["blob", "queue", "table"];

    [Fact]
    public async Task App_Plan_IsFlexConsumptionWithAWarmInstanceForHttp()
    {
        var template = await Template.CompileAsync();
        var plan = template.Single("app", "Microsoft.Web/serverfarms");
        Assert.Equal(("FC1", "FlexConsumption"), (Template.Text(plan, "sku", "name"), Template.Text(plan, "sku", "tier")));
        var scale = Template.At(template.Single("app", "Microsoft.Web/sites"), "properties", "functionAppConfig", "scaleAndConcurrency");
        var warm = Assert.Single(scale.GetProperty("alwaysReady").EnumerateArray());
        Assert.Equal(("http", "[parameters('alwaysReadyHttp')]"), (Template.Text(warm, "name"), Template.Text(warm, "instanceCount")));
        Assert.Equal(1, template.Parameter("alwaysReadyHttp").GetProperty("minValue").GetInt32());
        Assert.Equal("[parameters('maximumInstances')]", Template.Text(scale, "maximumInstanceCount"));
    }

    [Theory]
    [InlineData("dev.bicepparam", 1, 40)]
    [InlineData("prod.bicepparam", 2, 40)]
    public async Task Parameters_Instances_AreWhatThePlanTakes(string file, int warm, int atLeast)
    {
        var (template, parameters) = (await Template.CompileAsync(), await Bicep.CompileAsync(file));
        Assert.Equal(warm, Value("alwaysReadyHttp"));
        Assert.InRange(Value("maximumInstances"), atLeast, 1000);
        int Value(string name) => parameters.TryGetProperty(name, out var given) ? given.GetProperty("value").GetInt32() : template.Parameter(name).GetProperty("defaultValue").GetInt32();
    }

    [Fact]
    public async Task App_Identity_ReadsTheVaultAndTheDeployments()
    {
        var site = (await Template.CompileAsync()).Single("app", "Microsoft.Web/sites");
        Assert.Equal("UserAssigned", Template.Text(site, "identity", "type"));
        Assert.Equal("[parameters('identityId')]", Template.Text(site, "properties", "keyVaultReferenceIdentity"));
        var deployment = Template.At(site, "properties", "functionAppConfig", "deployment", "storage", "authentication");
        Assert.Equal(("UserAssignedIdentity", "[parameters('identityId')]"), (Template.Text(deployment, "type"), Template.Text(deployment, "userAssignedIdentityResourceId")));
        Assert.Equal("True", Template.Text(site, "properties", "httpsOnly"));
    }

    [Fact]
    public async Task Network_Private_ClosesStorageAndVaultAndOpensEndpointsForBoth()
    {
        var template = await Template.CompileAsync();
        foreach (var module in (string[])["storage", "vault"]) Assert.Equal("[not(parameters('privateNetworking'))]", Template.Text(template.Module(module), "properties", "parameters", "publicAccess", "value"));
        var account = template.Single("storage", "Microsoft.Storage/storageAccounts").GetProperty("properties");
        Assert.Equal("[if(parameters('publicAccess'), 'Enabled', 'Disabled')]", Template.Text(account, "publicNetworkAccess"));
        Assert.Equal("[if(parameters('publicAccess'), 'Allow', 'Deny')]", Template.Text(account, "networkAcls", "defaultAction"));
        Assert.Equal("[if(parameters('publicAccess'), 'enabled', 'disabled')]", Template.Text(template.Single("vault", "Microsoft.KeyVault/vaults"), "properties", "publicNetworkAccess"));

        var endpoints = template.Modules().Where(module => Template.OfType(module, "Microsoft.Network/privateEndpoints").Count > 0).ToList();
        Assert.All(endpoints, module => Assert.Equal("[parameters('privateNetworking')]", Template.Text(module, "condition")));
        var groups = endpoints.Select(module => Template.Text(module, "properties", "parameters", "groupId", "value")!).ToList();
        Assert.Equal(2, groups.Count);
        Assert.Contains("vault", groups);
        Assert.Contains(groups, group => Services.All(service => group.Contains($"'{service}'", StringComparison.Ordinal)));
    }

    /// <summary>Webhooks and customers come over the internet, whatever lies behind.</summary>
    [Fact]
    public async Task Network_Private_LeavesHttpOpenAndGivesTheAppItsSubnet()
    {
        var template = await Template.CompileAsync();
        var site = template.Single("app", "Microsoft.Web/sites").GetProperty("properties");
        Assert.Equal("[if(empty(parameters('subnetId')), null(), parameters('subnetId'))]", Template.Text(site, "virtualNetworkSubnetId"));
        Assert.Null(Template.Text(site, "publicNetworkAccess"));
        Assert.Contains("parameters('privateNetworking')", Template.Text(template.Module("app"), "properties", "parameters", "subnetId"), StringComparison.Ordinal);
        Assert.Equal("[parameters('privateNetworking')]", Template.Text(template.Module("network"), "condition"));
    }

    [Fact]
    public async Task Alerts_Each_TellThePeopleOfTheActionGroup()
    {
        var template = await Template.CompileAsync();
        var people = template.Single("alerts", "Microsoft.Insights/actionGroups");
        Assert.Equal("[parameters('email')]", Template.Text(Template.At(people, "properties", "emailReceivers")[0], "emailAddress"));
        var group = $"resourceId('Microsoft.Insights/actionGroups', {Regex.Match(Template.Text(people, "name")!, "^\\[(.+)\\]$").Groups[1].Value})";
        var queries = template.Of("alerts", "Microsoft.Insights/scheduledQueryRules").Select(rule => Template.At(rule, "properties", "actions", "actionGroups")[0].GetString());
        var metrics = template.Of("alerts", "Microsoft.Insights/metricAlerts").Select(rule => Template.Text(Template.At(rule, "properties", "actions")[0], "actionGroupId"));
        var told = queries.Concat(metrics).ToList();
        Assert.Equal(3, told.Count);
        Assert.All(told, rule => Assert.Equal($"[{group}]", rule));
    }

    /// <summary>No role reaches further than the resource that it is for.</summary>
    [Theory]
    [InlineData("storage", "Microsoft.Storage/storageAccounts", 1)]
    [InlineData("vault", "Microsoft.KeyVault/vaults", 2)]
    [InlineData("monitoring", "Microsoft.Insights/components", 1)]
    [InlineData("scheduler", "Microsoft.DurableTask/schedulers/taskHubs", 1)]
    public async Task Roles_Scope_IsTheModulesOwnResource(string module, string type, int assignments)
    {
        var template = await Template.CompileAsync();
        var scopes = template.Of(module, "Microsoft.Authorization/roleAssignments").Select(role => Template.Text(role, "scope")).ToList();
        Assert.Equal(assignments, scopes.Count);
        Assert.All(scopes, scope => Assert.StartsWith($"[resourceId('{type}'", scope, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Roles_Assignments_AreInNoOtherModule()
    {
        var template = await Template.CompileAsync();
        Assert.Equal(
            ["monitoring", "scheduler", "storage", "vault"],
            template.Modules().Where(module => Template.OfType(module, "Microsoft.Authorization/roleAssignments").Count > 0).Select(module => Template.Text(module, "name")).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("dev.bicepparam")]
    [InlineData("prod.bicepparam")]
    public async Task Parameters_SecretOfficers_AreThoseThatTheEnvironmentNames(string file)
    {
        Assert.Empty(await OfficersAsync(file, ""));
        Assert.Equal(["11111111-aaaa", "22222222-bbbb"], await OfficersAsync(file, "11111111-aaaa,22222222-bbbb"));
    }

    private static async Task<IReadOnlyList<string>> OfficersAsync(string file, string environment) =>
        [.. (await Bicep.CompileAsync(file, environment)).GetProperty("secretOfficers").GetProperty("value").EnumerateArray().Select(id => id.GetString()!)];
}
