-- An agent without a model: it answers with what it was asked. Its life can be watched.
local agent = Agent.createFromTemplate("helper", "basic", {})
print("new agent:", agent.name, agent:getState())

local answer = agent:invoke({text = "Hello"})
print(answer.text)
print("after the turn:", agent:getState())

for _, step in ipairs(agent:getStateHistory()) do
  print("  " .. step.from .. " -> " .. step.to)
end

local metrics = agent:getMetrics()
print("turns:", metrics.requests_total, "failed:", metrics.requests_failed)
print("templates:", table.concat(Agent.listTemplates(), ", "))
agent:destroy()
