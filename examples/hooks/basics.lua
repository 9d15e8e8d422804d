-- Hooks see what tools are asked and what they answer, and can change both.

local calls = 0

-- Before a call, data holds the parameters.
local before = Hook.register("BeforeToolExecution", function(context)
  calls = calls + 1
  print("before " .. context.component_id.name .. ": " .. tostring(context.data.input))
end, "high")

-- After it, data holds the result.
local after = Hook.register("AfterToolExecution", function(context)
  print("after  " .. context.component_id.name .. ": " .. tostring(context.data.result.result))
end)

Tool.invoke("calculator", {operation = "evaluate", input = "6 * 7"})
print("hooks at BeforeToolExecution: " .. #Hook.list("BeforeToolExecution"))

before:unregister()
after:unregister()
Tool.invoke("calculator", {operation = "evaluate", input = "1 + 1"})
print("calls seen: " .. calls)
