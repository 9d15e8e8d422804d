-- Coordinator with specialists: its model decides who gets which part of the task.
Provider.script("boss", {
  {match = "Plan", tool_calls = {
    {name = "geographer", arguments = {task = "How far is it from Paris to Lyon?"}},
    {name = "accountant", arguments = {task = "What does a trip of 465 km cost at 0.1 a km?"}},
  }},
  {reply = "Lyon is 465 km away; the trip costs 46.5."},
})
Provider.script("geo", {{reply = "465 km"}})
Provider.script("acc", {{reply = "46.5"}})

Agent.create{name = "geographer", model = "scripted/geo", description = "Knows places and distances"}
Agent.create{name = "accountant", model = "scripted/acc", description = "Knows what things cost"}

local boss = Agent.createFromTemplate("boss", "coordinator", {
  agents = {"geographer", "accountant"},
  model = "scripted/boss",
})
local answer = boss:invoke("Plan a trip from Paris to Lyon")
for _, call in ipairs(answer.tool_calls) do
  print(call.name .. " was asked: " .. call.arguments.task .. " -> " .. call.result)
end
print(answer.text)

local tree = Agent.getHierarchy("boss").root
print("team of " .. tree.name .. ": " .. tree.children[1].name .. ", " .. tree.children[2].name)
