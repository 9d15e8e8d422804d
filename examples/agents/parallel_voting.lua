-- Parallel and consensus: three judges look at the same question side by side, the majority decides.
Provider.script("strict", {{reply = "reject"}})
Provider.script("kind", {{reply = "accept"}})
Provider.script("fair", {{reply = "accept"}})

local names = {"strict", "kind", "fair"}
for _, name in ipairs(names) do
  Agent.create{name = name, model = "scripted/" .. name, system_prompt = "Answer with accept or reject"}
end

local jury = Agent.create_composite{name = "jury", agents = names, delegation = "parallel"}
local answers = jury:invoke("Shall this change go in?").metadata.answers

local votes = {}
for _, name in ipairs(names) do
  local vote = answers[name]
  votes[vote] = (votes[vote] or 0) + 1
  print(name .. " says " .. vote)
end
local winner = "reject"
for vote, count in pairs(votes) do
  if count > votes[winner] then winner = vote end
end
print("decision: " .. winner .. " (" .. votes[winner] .. " of " .. #names .. ")")
