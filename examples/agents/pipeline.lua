-- Pipeline: each agent works on the answer of the one before it.
Provider.script("outline", {{reply = "1. What bees do 2. Why they matter"}})
Provider.script("draft", {{match = "What bees do", reply = "Bees carry pollen. Without them, less fruit grows."}})
Provider.script("polish", {{match = "carry pollen", reply = "Bees carry pollen; without them, orchards stay empty."}})

for _, role in ipairs{"outline", "draft", "polish"} do
  Agent.create{name = role, model = "scripted/" .. role, description = "Can " .. role}
end

local writer = Agent.create_composite{
  name = "writer",
  agents = {"outline", "draft", "polish"},
  delegation = "pipeline",
}
local answer = writer:invoke("Write about bees")
print(answer.text)
print("worked on by: " .. table.concat(answer.metadata.delegated_to, ", "))
