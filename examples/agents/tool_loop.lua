-- A model that calls tools: twice at once, then it answers. The model is scripted, so this runs without a key.
Provider.script("accountant", {
  {match = "total", tool_calls = {
    {name = "calculator", arguments = {operation = "evaluate", expression = "12 * 4"}},
    {name = "calculator", arguments = {operation = "evaluate", expression = "7 + 1"}},
  }},
  {reply = "12 boxes of 4 are 48, and there are 8 single ones: 56 in all."},
})

local agent = Agent.builder()
  :name("accountant")
  :description("Counts things")
  :model("scripted/accountant")
  :allow_tool("calculator")
  :max_tool_calls(5)
  :build()

local answer = agent:invoke("What is the total of 12 boxes of 4 and 8 single ones?")
for _, call in ipairs(answer.tool_calls) do
  print("called " .. call.name .. ", worked: " .. tostring(call.success))
end
print(answer.text)
print("model calls: " .. answer.metadata.model_calls .. ", tool calls: " .. agent:get_metrics().tool_invocations)
