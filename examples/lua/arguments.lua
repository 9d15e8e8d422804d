-- What follows `--` on the command line:
--   ./llmspell run examples/lua/arguments.lua -- first --name Ada --loud

print("script:", Args[0])
print("first word:", Args[1] or "(none)")
print("name:", Args.name or "(none)")
if Args.loud then
  print("LOUD!")
end

return #arg
