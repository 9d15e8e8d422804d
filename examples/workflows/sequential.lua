-- Steps one after the other; a step uses what another one gave.
local order = Workflow.sequential({
  name = "order",
  steps = {
    {name = "total", type = "tool", tool = "calculator", input = {input = "3 * 14"}},
    {name = "receipt", type = "custom",
      ["function"] = function(input, data)
        return data.shared.customer .. " pays " .. input.total
      end,
      input = {total = "{{step:total:output.result.result}}"}},
  },
})

local result = order:execute({customer = "Ada"})
assert(result.success, result.error and result.error.message)
print(result.output, "in " .. result.data.steps_executed .. " steps")
