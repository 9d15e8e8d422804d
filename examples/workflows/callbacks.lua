-- Functions that are told how a run goes, and steps that get the whole run.
local result = Workflow.sequential({
  name = "report",
  on_step_complete = function(name, step) print("done: " .. name) end,
  on_complete = function(success) print("all done: " .. tostring(success)) end,
  steps = {
    {name = "count", execute = function(run) return {success = true, output = #run.words} end},
    {name = "tell", execute = function(run)
      return "There are " .. run.steps.count.output .. " words, the first is " .. run.words[1]
    end},
  },
}):execute({words = {"swap", "roll", "back"}})

print(result.output)
for _, step in ipairs(result.steps) do print(step.name, math.type(result.step_timings[step.name])) end
