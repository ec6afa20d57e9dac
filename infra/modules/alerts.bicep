// What should wake somebody. The log queries look for the app's own
// messages by their words: how names and values of an event arrive depends on the way the worker's logs take.
param resourceName string
param location string
param tags object
param insightsId string
param storageAccountId string
param email string

@description('Messages in all queues of the account together, the task hub\'s among them: from here on something is not being read.')
param queuedMessages int

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${resourceName}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'fulfilment'
    enabled: true
    emailReceivers: [
      {
        name: 'operators'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

// Every line that a rule counts is written again while the trouble stands (Poison, Maintenance), and host.json keeps traces out of sampling.
var rules = [
  {
    name: 'poison'
    text: 'A queue message failed too often.'
    query: 'traces | where message startswith "Poison message of queue"'
    severity: 1
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT5M'
  }
  {
    name: 'quarantine'
    text: 'Effects or orchestrations are in quarantine.'
    query: 'traces | where message has "items are in quarantine"'
    severity: 1
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT5M'
  }
  {
    name: 'sla'
    text: 'The warehouse is late with an order.'
    query: 'traces | where message startswith "Staff alert SlaMissed"'
    severity: 2
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT5M'
  }
  {
    name: 'silent'
    text: 'The app does not run: its two-minute timers did not for a quarter of an hour, and no other rule can fire.'
    query: 'requests | where name in ("Maintenance", "Poison")'
    severity: 1
    operator: 'LessThan'
    threshold: 1
    window: 'PT15M'
  }
  {
    name: 'http-5xx'
    text: 'Requests fail. Webhook senders repeat for a while, then give up.'
    query: 'requests | where toint(resultCode) >= 500'
    severity: 1
    operator: 'GreaterThan'
    threshold: 5
    window: 'PT5M'
  }
  {
    name: 'slow-webhooks'
    text: 'Webhooks take more than three seconds; Shopify waits for five.'
    query: 'requests | where url has "/webhooks/" and duration > 3000'
    severity: 2
    operator: 'GreaterThan'
    threshold: 5
    window: 'PT5M'
  }
]

resource queries 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: 'alert-${resourceName}-${rule.name}'
    location: location
    tags: tags
    properties: {
      displayName: rule.text
      severity: rule.severity
      enabled: true
      scopes: [insightsId]
      evaluationFrequency: 'PT5M'
      windowSize: rule.window
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: rule.operator
            threshold: rule.threshold
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: { actionGroups: [people.id] }
    }
  }
]

resource throttled 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-${resourceName}-storage-throttled'
  location: 'global'
  tags: tags
  properties: {
    description: 'The storage account refuses requests because there are too many.'
    severity: 2
    enabled: true
    scopes: [storageAccountId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'throttled'
          criterionType: 'StaticThresholdCriterion'
          metricName: 'Transactions'
          dimensions: [
            {
              name: 'ResponseType'
              operator: 'Include'
              values: [
                'ServerBusyError'
                'ClientThrottlingError'
                'ClientAccountRequestThrottlingError'
                'ClientAccountBandwidthThrottlingError'
              ]
            }
          ]
          operator: 'GreaterThan'
          threshold: 50
          timeAggregation: 'Total'
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}

// Sees also what no app is there to log. The platform counts messages per account and once an hour, not per queue: a handful in a poison queue is
// the log rule's to find.
resource queued 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-${resourceName}-queues-fill'
  location: 'global'
  tags: tags
  properties: {
    description: 'Messages pile up in the queues: the app is down, or far behind.'
    severity: 1
    enabled: true
    scopes: ['${storageAccountId}/queueServices/default']
    evaluationFrequency: 'PT1H'
    windowSize: 'PT1H'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'queued'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.Storage/storageAccounts/queueServices'
          metricName: 'QueueMessageCount'
          operator: 'GreaterThan'
          threshold: queuedMessages
          timeAggregation: 'Average'
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}
