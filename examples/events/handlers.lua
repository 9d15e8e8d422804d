-- Handler functions: called in this script's own thread, so they need no locks.
-- Run: ./llmspell run examples/events/handlers.lua

local orders, total = 0, 0

Event.subscribe("order.placed", function(event)
  orders = orders + 1
  total = total + event.data.amount
  -- A handler may publish; the event is handled after this one.
  Event.publish("order.confirmed", {id = event.data.id}, {correlation_id = event.correlation_id})
end)

-- What a handler raises is reported on standard error and hurts nobody else.
local confirmed = {}
Event.subscribe("order.confirmed", function(event)
  confirmed[#confirmed + 1] = event.data.id
end)

for i, amount in ipairs({10, 13, 20}) do
  Event.publish("order.placed", {id = "o" .. i, amount = amount})
end

print(orders .. " orders, " .. total .. " in all, confirmed: " .. table.concat(confirmed, ", "))
return {orders = orders, total = total, confirmed = confirmed}
