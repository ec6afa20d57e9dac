// The Durable Task Scheduler: orchestrations live there instead of in the storage account. Tables and queues of the app stay.
param schedulerName string
param location string
param tags object

@description('Principal of the app\'s identity.')
param principalId string

@description('Dedicated capacity units; else pay per action.')
param dedicated bool

var dataContributor = '0ad04412-c4d5-4796-b79c-f76d14c8d402'

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' = {
  name: schedulerName
  location: location
  tags: tags
  properties: {
    // An empty list would refuse everybody; identities decide, not addresses.
    ipAllowlist: ['0.0.0.0/0']
    sku: dedicated ? { name: 'Dedicated', capacity: 1 } : { name: 'Consumption' }
  }
}

resource hub 'Microsoft.DurableTask/schedulers/taskHubs@2025-11-01' = {
  parent: scheduler
  name: 'fulfilment'
}

resource contributor 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: hub
  name: guid(hub.id, principalId, dataContributor)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataContributor)
  }
}

output endpoint string = scheduler.properties.endpoint
output taskHub string = hub.name
