-- Values that scripts keep. Run it twice: with state.toml, the counter goes on where it was.
--   ./llmspell --config examples/state/state.toml run examples/state/basic.lua

-- A key and a value; the scope may be left out.
State.set("greeting", "hello")
State.set("settings", {language = "en", sizes = {1, 2, 3}})
print("greeting: " .. State.get("greeting"))
print("sizes: " .. #State.get("settings").sizes)
print("a key that is not there: " .. tostring(State.get("nothing")))

-- What others change at the same time is changed in one step.
print("runs of this script: " .. State.increment("runs"))
print("first to ask: " .. tostring(State.set_if_not_exists("owner", "basic.lua")))

-- Set only if it is still what it was.
State.set("balance", 100)
print("paid: " .. tostring(State.compare_and_swap("balance", 100, 90)))
print("paid again with an old balance: " .. tostring(State.compare_and_swap("balance", 100, 80)))
print("balance: " .. State.get("balance"))

-- Keys in order, by prefix.
State.set("task:1", "write")
State.set("task:2", "read")
print("tasks: " .. table.concat(State.list("global", "task:"), ", "))

-- A value that expires, and one in memory only.
State.set_with_ttl("code", 4711, 60000)
State.set("cache:page", "<html>")
print("not expired yet: " .. tostring(State.exists("code")))

-- Wrong keys raise, and say why.
local ok, problem = pcall(State.set, "a/../b", 1)
print(ok, (tostring(problem):gsub("\n.*", "")))

for _, key in ipairs({"greeting", "settings", "balance", "owner", "task:1", "task:2", "code"}) do
  State.delete(key)
end
