-- A first script. Run it:   ./llmspell run examples/hello.lua
print("Hello from Lua, inside an OSGi container.")

-- Tools are services: install a plugin and its tools appear here.
local names = {}
for _, tool in ipairs(Tool.list()) do
  names[#names + 1] = type(tool) == "table" and tool.name or tool
end
table.sort(names)
print("There are " .. #names .. " tools: " .. table.concat(names, ", "))

-- Call one. A tool always answers with a table that says whether it succeeded.
local answer
if Tool.exists("calculator") then
  local reply = Tool.invoke("calculator", { operation = "evaluate", input = "6 * 7" })
  answer = reply.result and reply.result.result or reply.result
  print("6 * 7 = " .. tostring(answer))
end

-- What a script returns is printed, as text or with --output json.
return { greeting = "hello", tools = #names, answer = answer }
