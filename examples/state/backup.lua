-- Backups: a full one, an incremental one, and the way back.
--   ./llmspell --config examples/state/state.toml run examples/state/backup.lua

State.save("shop", "stock", {apples = 3, pears = 5})
local full = State.create_backup()
if not full.success then
  print(full.error)
  return
end
print("full backup: " .. full.entry_count .. " entries")

State.save("shop", "stock", {apples = 0, pears = 5})
local more = State.create_backup(true)
print("incremental: " .. tostring(more.incremental) .. ", builds on the full one: "
  .. tostring(more.parent_id == full.backup_id))

for _, backup in ipairs(State.list_backups()) do
  local check = State.validate_backup(backup.id)
  assert(check.is_valid, "damaged: " .. backup.id)
end
print("all backups are valid")

-- A mistake...
State.clear("shop")
print("after the mistake: " .. tostring(State.load("shop", "stock")))

-- ...and the state of the first backup. The state before is kept in a backup, too.
local restored = State.restore_backup(full.backup_id)
print("restored: " .. tostring(restored.success and restored.added .. " added" or restored.error))
print("apples: " .. State.load("shop", "stock").apples)

print("would be deleted by now: " .. State.cleanup_backups(true).deleted_count)
State.clear("shop")
