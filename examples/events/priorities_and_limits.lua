-- Priorities, time to live, and what happens when nobody reads.
-- Run: ./llmspell run examples/events/priorities_and_limits.lua

local id = Event.subscribe("job.*")

Event.publish("job.normal", {n = 1})
Event.publish("job.normal", {n = 2})
Event.publish("job.urgent", {n = 3}, {priority = -10})    -- lower is more urgent
Event.publish("job.stale", {n = 4}, {ttl_seconds = 0})    -- may not wait at all
os.execute("sleep 0.01")

local order = {}
for event in function() return Event.receive(id, 0) end do
  order[#order + 1] = event.data.n
end
print("handled in this order: " .. table.concat(order, ", "))

-- A queue keeps the newest 10,000 events.
for i = 1, 10100 do Event.publish("job.flood", {n = i}) end
local first = Event.receive(id, 0)
local stats = Event.get_stats().event_bus_stats
print("first that is left: " .. first.data.n .. ", dropped: " .. stats.events_dropped)

return {order = order, first = first.data.n}
