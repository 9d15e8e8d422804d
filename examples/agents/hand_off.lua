-- Hand-off: the front desk gives the conversation to an expert, who goes on with it.
Provider.script("desk", {
  {match = "bill", tool_calls = {{name = "transfer_to_agent", arguments = {agent = "billing", message = "asks about a bill"}}}},
  {reply = "How can I help?"},
})
Provider.script("billing", {{reply = "Your bill is paid."}})

Agent.create{name = "billing", model = "scripted/billing", description = "Knows all about bills"}
local desk = Agent.create{name = "desk", model = "scripted/desk", hand_offs = {"billing"}}

print(desk:invoke("Hello").text)
local answer = desk:invoke("What about my bill?")
print(answer.text)
print("answered by: " .. answer.metadata.transferred_to[1])
