-- Values that were stored in an old shape get a new one.
--   ./llmspell --config examples/state/state.toml run examples/state/migrate.lua

-- The shape that is stored, and the one that is wanted, with the way from one to the other.
local old = State.register_schema{
  name = "people", version = "1.0.0", scope = "custom:people", key = "person:*",
  fields = {name = {type = "string", required = true}, age = "string", nick = "string"},
}
if not old.success then
  print(old.error)
  return
end
State.register_schema{
  name = "people", version = "2.0.0", scope = "custom:people", key = "person:*",
  compatibility = "breaking_change",
  fields = {
    first = {type = "string", required = true}, last = "string",
    age = "integer", status = "string", label = "string",
  },
  transforms = {
    {type = "split", from = "name", to = {"first", "last"}, splitter = "space_split"},
    {type = "convert", from = "age", to = "age", from_type = "string", to_type = "integer"},
    {type = "default", field = "status", value = "new"},
    {type = "remove", field = "nick"},
    -- A function of the script, for what has no name of its own.
    {type = "custom", from = {"name"}, to = {"label"}, transform = function(values)
      return {label = values.name:upper()}
    end},
  },
}

State.save("people", "person:1", {name = "Ada Lovelace", age = "36", nick = "countess"})
State.save("people", "person:2", {name = "Alan Turing", age = "41"})

local plan = State.plan_migration("2.0.0", {schema = "people"})
print("steps: " .. #plan.steps .. ", risk: " .. plan.risk_level)

local dry = State.migrate("2.0.0", {schema = "people", dry_run = true})
print("would change: " .. tostring(dry.items_migrated or dry.error))

local done = State.migrate("2.0.0", {schema = "people"})
print("changed: " .. tostring(done.items_migrated or done.error))
local ada = State.load("people", "person:1")
print(ada.first .. " | " .. ada.last .. " | " .. ada.age + 1 .. " | " .. ada.status .. " | " .. ada.label)

-- Back to the very bytes that were there before.
local back = State.rollback_migration{schema = "people"}
print("changed back: " .. tostring(back.items_migrated or back.error))
print(State.load("people", "person:1").name)
State.clear("people")
