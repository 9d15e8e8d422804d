-- Debate: two agents answer each other for some rounds, a third one decides.
Provider.script("pro", {
  {match = "cost", reply = "They cost less than a flood."},
  {reply = "Dykes keep the water out."},
})
Provider.script("contra", {{match = "water out", reply = "Dykes cost too much."}, {reply = "Then let us build them slowly."}})
Provider.script("judge", {{reply = "Build the dykes, one each year."}})

local pro = Agent.create{name = "pro", model = "scripted/pro"}
local contra = Agent.create{name = "contra", model = "scripted/contra"}
local judge = Agent.create{name = "judge", model = "scripted/judge"}

local said = "Shall we build dykes?"
local transcript = {said}
for round = 1, 2 do
  for _, agent in ipairs{pro, contra} do
    said = agent:invoke(said).text
    transcript[#transcript + 1] = agent.name .. ": " .. said
    print(round, transcript[#transcript])
  end
end
print("judge: " .. judge:invoke(table.concat(transcript, "\n")).text)
