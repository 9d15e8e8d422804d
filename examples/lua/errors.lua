-- Errors carry file and line; `pcall` catches what a global raises.

local ok, problem = pcall(Tool.invoke, "calculater", {input = "1 + 1"})
print(ok, problem)

local ok2, problem2 = pcall(JSON.parse, "{not json}")
print(ok2, problem2)

-- A tool that exists always answers.
local answer = Tool.invoke("calculator", {input = "1 / "})
print(answer.success, answer.error)

return not ok and not ok2
