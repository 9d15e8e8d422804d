-- Agents as steps: one writes, one reviews, and a loop goes on until the reviewer is content.
Provider.script("writer", {
  {match = "shorter", reply = "OSGi: bundles come and go."},
  {reply = "OSGi is a way to put together programs of many bundles, which come and go."},
})
Provider.script("reviewer", {
  {match = "^OSGi: ", reply = "yes"},
  {reply = "no, make it shorter"},
})
Agent.create({name = "writer", model = "scripted/writer"})
Agent.create({name = "reviewer", model = "scripted/reviewer"})

local result = Workflow.loop({
  name = "editing",
  iterator = {range = {["end"] = 5}},
  body = {
    {name = "write", agent = "writer", input = "Say what OSGi is. {{review}}"},
    {name = "review", agent = "reviewer", input = "{{step:write:output}}"},
  },
  break_conditions = {{expression = "step_result.review.output == 'yes'", message = "the reviewer is content"}},
}):execute()

print(result.data.break_reason .. " after " .. result.iterations .. " rounds")
print(result.metadata.extra.agent_outputs.writer)
print(State.load("custom", ":workflow:" .. result.execution_id .. ":agent:writer:output") == result.steps.write.output)
