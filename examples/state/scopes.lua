-- Scopes: the same key means something else for each of them.

State.set("language", "en") -- global
State.set("user:ada", "language", "fr")
State.set("session:ada_42", "theme", "dark")
State.agent_set("writer", "style", "short")

print("global: " .. State.get("language"))
print("user:ada: " .. State.get("user:ada", "language"))
print("agent writer: " .. State.agent_get("writer", "style"))

-- A scope does not see the keys of another one...
print("the session alone: " .. tostring(State.get("session:ada_42", "language")))
-- ...unless its parents are asked: the session, then its user, then global.
print("with its parents: " .. State.get_inherited("session:ada_42", "language"))
print("an agent, with its parents: " .. State.get_inherited("agent:writer", "language"))

-- Any other name is a scope of your own.
State.set("shop", "open", true)
print("shop: " .. tostring(State.get("custom:shop", "open")))

-- All entries of a scope at once.
print("copied: " .. State.copy_scope("user:ada", "user:bob"))
for key, value in pairs(State.all("user:bob")) do
  print("user:bob has " .. key .. " = " .. value)
end

for _, scope in ipairs({"user:ada", "user:bob", "session:ada_42", "agent:writer", "shop"}) do
  print("cleared " .. scope .. ": " .. State.clear(scope))
end
State.delete("language")
