-- A model whose replies are defined here, so that scripts with agents can be tried without a network.

local model = Provider.script("weather", {
  {match = "weather", tool_calls = {{name = "calculator", arguments = {input = "20 + 3"}}}},
  {match = "^%s*{", reply = "It is warm."},
  {reply = "Ask me about the weather.", chunks = {"Ask me ", "about the weather."}},
})
print("defined:   " .. model)
print("available: " .. tostring(Provider.is_available("scripted")))

for _, provider in ipairs(Provider.list()) do
  local can = provider.capabilities
  print(("%s: streaming %s, tools %s"):format(provider.name, tostring(can.supports_streaming), tostring(can.supports_tools)))
end
print("requests:  " .. #Provider.calls("weather"))
