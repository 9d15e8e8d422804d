-- A script can have points of its own, and let hooks change what it is about to do.

Hook.register("custom:price", function(context)
  return {type = "modified", data = {amount = context.data.amount * 1.2, note = "with tax"}}
end)

Hook.register("custom:price", function(context)
  if context.data.amount > 100 then
    return {type = "cancel", reason = "too expensive"}
  end
end, "low")

for _, amount in ipairs({50, 90}) do
  local outcome = Hook.fire("custom:price", {amount = amount})
  local last = outcome.results[#outcome.results]
  if last.type == "cancel" then
    print(amount .. ": " .. last.reason)
  else
    print(amount .. ": " .. outcome.data.amount .. " " .. outcome.data.note)
  end
end
