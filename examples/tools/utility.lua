-- A walk through the utility tools. Each answer is a table: `success`, `result`, and `text` with the same as JSON.

local function show(title, value)
  print(("%-22s %s"):format(title, type(value) == "table" and JSON.stringify(value) or tostring(value)))
end

show("calculator", Tool.invoke("calculator", {input = "x^2 + y", variables = {x = 3, y = 1}}).result.result)
show("hash-calculator", Tool.invoke("hash-calculator", {operation = "hash", input = "hello"}).result.hash)
show("base64-encoder", Tool.invoke("base64-encoder", {operation = "encode", input = "Hello"}).result.output)
show("text-manipulator", Tool.invoke("text-manipulator", {operation = "snake_case", input = "helloWorld"}).result.result)
show("uuid-generator", Tool.invoke("uuid-generator", {operation = "generate", version = "v5", name = "example.org"}).result.uuid)
show("datetime-handler", Tool.invoke("datetime-handler",
  {operation = "add", input = "2024-01-15T10:00:00Z", amount = 5, unit = "days"}).result.result)
show("diff-calculator", Tool.invoke("diff-calculator",
  {old_text = "one\ntwo", new_text = "one\nthree", format = "simple"}).result.diff:match("[^\n]+"))
show("template-engine", Tool.invoke("template-engine",
  {input = "Dear {{ name }}", context = {name = "Ada"}}).result.rendered)
show("data-validator", Tool.invoke("data-validator",
  {input = "ada@example.org", rules = {rules = {{type = "email"}}}}).result.valid)
show("regex-matcher", Tool.invoke("regex-matcher",
  {operation = "find_all", pattern = "[0-9]+", input = "7 of 42"}).result.count)

-- A tool that fails answers too; a script need not guard each call.
local failed = Tool.invoke("text-manipulator", {operation = "no-such-thing", input = "x"})
show("a failing call", failed.error)

return "ten tools called"
