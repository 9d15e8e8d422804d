-- Publishes a few events and receives them again.
-- Run: ./llmspell run examples/events/publish_subscribe.lua

local logins = Event.subscribe("user.*")       -- everything that begins with "user."
local errors = Event.subscribe("*.error")      -- a star may stand anywhere

Event.publish("user.login", {name = "ann", roles = {"admin", "editor"}})
Event.publish("user.logout", {name = "ann"})
Event.publish("disk.error", {free_mb = 3})
Event.publish("weather.changed", {sky = "blue"})  -- nobody asked for this one

local received = {}
while true do
  local event = Event.receive(logins, 100)     -- waits up to 100 ms
  if not event then break end
  received[#received + 1] = event.event_type .. " of " .. event.data.name
  print(event.sequence, event.event_type, event.data.name)
end

local failure = Event.receive(errors)
print("error", failure.event_type, failure.data.free_mb .. " MB left")
received[#received + 1] = failure.event_type

for _, s in ipairs(Event.list_subscriptions()) do
  print("subscription", s.pattern, s.language)
end
Event.unsubscribe(logins)
Event.unsubscribe(errors)

return received
