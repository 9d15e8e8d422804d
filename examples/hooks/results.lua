-- What a hook returns decides what happens with the call.

local function with(result, parameters)
  local hook = Hook.register("BeforeToolExecution", function() return result end)
  local ok, answer = pcall(Tool.invoke, "calculator", parameters)
  hook:unregister()
  return ok, answer
end

local sum = {operation = "evaluate", input = "2 + 3"}

local _, answer = with({type = "modified", data = {operation = "evaluate", input = "20 + 30"}}, sum)
print("modified: " .. answer.text:gsub("%s+", " "))

_, answer = with({type = "replace", data = {value = "from the hook"}}, sum)
print("replace:  " .. answer.result.value)

local ok, message = with({type = "cancel", reason = "not on Sundays"}, sum)
print("cancel:   " .. tostring(ok) .. ", " .. tostring(message):match("cancelled by a hook: .*"))

_, answer = with({
  type = "fork",
  operations = {{id = "id", operation_type = "uuid_generator", parameters = {operation = "generate"}}},
}, sum)
print("fork:     " .. tostring(answer.metadata.fork.id.success))

-- The same key gives the same answer, without asking the tool again.
local hook = Hook.register("BeforeToolExecution", function()
  return {type = "cache", key = "any id will do", ttl_seconds = 60}
end)
local first = Tool.invoke("uuid_generator", {operation = "generate"}).text
local second = Tool.invoke("uuid_generator", {operation = "generate"}).text
hook:unregister()
print("cache:    " .. tostring(first == second))
