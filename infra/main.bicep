// Everything that one installation needs in one resource group. See docs/azure.md.
targetScope = 'resourceGroup'

@description('Short name of the installation: lower-case letters and digits; part of every resource name.')
@minLength(3)
@maxLength(11)
param name string

@allowed(['dev', 'prod'])
param environment string

param location string = resourceGroup().location

@description('Where orchestrations live: tables, queues and blobs of the storage account, or the Durable Task Scheduler.')
@allowed(['AzureStorage', 'DurableTaskScheduler'])
param backend string = 'AzureStorage'

@description('True: storage and Key Vault are reached over private endpoints only. HTTP to the app stays public: webhooks and customers come that way.')
param privateNetworking bool = false

@description('Instances that are always warm for HTTP. Shopify gives a webhook up after five seconds, so at least one.')
@minValue(1)
param alwaysReadyHttp int = 1

@description('The most that HTTP, and each other function by itself, may grow to. Flex Consumption has refused less than 40.')
@minValue(1)
@maxValue(1000)
param maximumInstances int = 40

@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Gets the alerts.')
param alertEmail string

@description('An alert comes when all queues of the storage account together, the task hub\'s among them, hold more messages than this: set it above what is usual.')
@minValue(1)
param queuedMessages int = 5000

@description('The stores\' settings without secrets, as application settings: Fulfilment__stores__demo__brand and so on.')
param storeSettings object

@description('Application settings that are kept in Key Vault: setting name to name of the secret there.')
param vaultReferences object = {}

@description('Object ids of people or groups who may write secrets into Key Vault. Nobody else can, the owner of the subscription neither.')
param secretOfficers array = []

var suffix = uniqueString(resourceGroup().id, name, environment)
var resourceName = '${name}-${environment}'
var tags = {
  product: 'fulfilment'
  installation: name
  environment: environment
}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-${resourceName}'
  location: location
  tags: tags
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    resourceName: resourceName
    location: location
    tags: tags
    principalId: identity.properties.principalId
    retentionDays: environment == 'prod' ? 90 : 30
  }
}

module network 'modules/network.bicep' = if (privateNetworking) {
  name: 'network'
  params: {
    resourceName: resourceName
    location: location
    tags: tags
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    accountName: take('st${name}${environment}${suffix}', 24)
    location: location
    tags: tags
    principalId: identity.properties.principalId
    zoneRedundant: environment == 'prod'
    publicAccess: !privateNetworking
  }
}

module vault 'modules/keyvault.bicep' = {
  name: 'vault'
  params: {
    vaultName: take('kv-${name}-${environment}-${suffix}', 24)
    location: location
    tags: tags
    principalId: identity.properties.principalId
    officers: secretOfficers
    publicAccess: !privateNetworking
    purgeProtection: environment == 'prod'
  }
}

module privateStorage 'modules/privateendpoint.bicep' = [
  for service in ['blob', 'queue', 'table']: if (privateNetworking) {
    name: 'private-${service}'
    params: {
      endpointName: 'pe-${resourceName}-${service}'
      location: location
      tags: tags
      targetId: storage.outputs.accountId
      groupId: service
      zoneName: 'privatelink.${service}.${az.environment().suffixes.storage}'
      networkId: network!.outputs.networkId
      subnetId: network!.outputs.endpointSubnetId
    }
  }
]

module privateVault 'modules/privateendpoint.bicep' = if (privateNetworking) {
  name: 'private-vault'
  params: {
    endpointName: 'pe-${resourceName}-vault'
    location: location
    tags: tags
    targetId: vault.outputs.vaultId
    groupId: 'vault'
    zoneName: 'privatelink${replace(az.environment().suffixes.keyvaultDns, '.vault.', '.vaultcore.')}'
    networkId: network!.outputs.networkId
    subnetId: network!.outputs.endpointSubnetId
  }
}

module scheduler 'modules/scheduler.bicep' = if (backend == 'DurableTaskScheduler') {
  name: 'scheduler'
  params: {
    schedulerName: 'dts-${resourceName}'
    location: location
    tags: tags
    principalId: identity.properties.principalId
    dedicated: environment == 'prod'
  }
}

module app 'modules/functionapp.bicep' = {
  name: 'app'
  params: {
    appName: 'func-${resourceName}-${suffix}'
    planName: 'plan-${resourceName}'
    location: location
    tags: tags
    identityId: identity.id
    identityClientId: identity.properties.clientId
    storageAccountName: storage.outputs.accountName
    deploymentContainerUrl: storage.outputs.deploymentContainerUrl
    insightsConnectionString: monitoring.outputs.connectionString
    vaultUri: vault.outputs.vaultUri
    storeSettings: storeSettings
    vaultReferences: vaultReferences
    schedulerEndpoint: backend == 'DurableTaskScheduler' ? scheduler!.outputs.endpoint : ''
    taskHub: backend == 'DurableTaskScheduler' ? scheduler!.outputs.taskHub : ''
    subnetId: privateNetworking ? network!.outputs.appSubnetId : ''
    alwaysReadyHttp: alwaysReadyHttp
    maximumInstances: maximumInstances
    instanceMemoryMB: instanceMemoryMB
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  params: {
    resourceName: resourceName
    location: location
    tags: tags
    insightsId: monitoring.outputs.insightsId
    storageAccountId: storage.outputs.accountId
    email: alertEmail
    queuedMessages: queuedMessages
  }
}

output appName string = app.outputs.appName
output appUrl string = app.outputs.url
// Where the first admin enters with the bootstrap secret.
output signInUrl string = '${app.outputs.url}/staff/sign-in'
output vaultName string = vault.outputs.vaultName
output identityClientId string = identity.properties.clientId
