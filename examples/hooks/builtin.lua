-- Eight hooks come with the platform. They are switched on by settings or here.

print("built in: " .. table.concat(Hook.builtins(), ", "))

local metrics = Hook.enable_builtin("metrics")
local limit = Hook.enable_builtin("rate_limit", {capacity = 2, refill_rate = 0, allow_burst = false})

for i = 1, 3 do
  local ok, err = pcall(Tool.invoke, "calculator", {operation = "evaluate", input = i .. " * 2"})
  print("call " .. i .. ": " .. (ok and "done" or tostring(err):match("Rate limit exceeded")))
end

print("allowed " .. limit.stats().allowed .. ", refused " .. limit.stats().refused)
print("answers counted: " .. metrics.stats().counts.AfterToolExecution)
limit.disable()
metrics.disable()
