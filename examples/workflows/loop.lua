-- The same step for each item, until a condition ends the loop.
local search = Workflow.loop({
  name = "search",
  iterator = {collection = {{id = 1, colour = "red"}, {id = 2, colour = "blue"}, {id = 3, colour = "blue"}}},
  body = {{name = "look", ["function"] = function(item) return item.colour end, input = "{{loop:current_value}}"}},
  break_conditions = {{expression = "step_result.look.output == 'blue'", message = "found a blue one"}},
})

local result = search:execute()
print(result.data.break_reason, "after " .. result.data.completed_iterations .. " of " .. result.data.total_iterations)
